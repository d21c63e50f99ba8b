using System.Globalization;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Magpie.Functions.Imagga.Jobs;

/// <summary>Container <c>imagga-tickets</c>: <c>{account}/{ticket}/request</c> is what is to be done, <c>…/answers-0000</c> and so on what there is of it so far, <c>…/result</c> what came of it. Kept for a day.</summary>
public sealed class TicketStore(BlobContainerClient container, TimeProvider time)
{
    public const string Container = "imagga-tickets";

    /// <summary>How long a ticket can be asked about.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    private static readonly TimedId Tickets = new("", 24);

    /// <summary>Keeps what is to be done; answers its ticket.</summary>
    public async Task<string> AddAsync(string account, ReadOnlyMemory<byte> request, CancellationToken cancellationToken)
    {
        var ticket = Tickets.New(time.GetUtcNow());
        await Blob(account, ticket, "request").UploadAsync(BinaryData.FromBytes(request), overwrite: false, cancellationToken);
        return ticket;
    }

    /// <summary>What is to be done; null when it is not kept any more.</summary>
    public Task<BinaryData?> RequestAsync(string account, string ticket, CancellationToken cancellationToken) => ReadAsync(account, ticket, "request", cancellationToken);

    /// <summary>Ends a ticket; an end that is there already stays, so that work done twice is answered once.</summary>
    public async Task CompleteAsync(string account, string ticket, ReadOnlyMemory<byte> result, CancellationToken cancellationToken)
    {
        try
        {
            await Blob(account, ticket, "result").UploadAsync(
                BinaryData.FromBytes(result), new BlobUploadOptions { Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All } }, cancellationToken);
        }
        catch (RequestFailedException there) when (there.Status is 409 or 412)
        {
            // The same work ended before.
        }
    }

    /// <summary>Whether a ticket has ended.</summary>
    public Task<bool> HasEndedAsync(string account, string ticket, CancellationToken cancellationToken) => HasAsync(account, ticket, "result", cancellationToken);

    /// <summary>Keeps a part of what is to come of a ticket; in the place of the same made before.</summary>
    public Task AddPartAsync(string account, string ticket, int part, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        Blob(account, ticket, PartOf(part)).UploadAsync(BinaryData.FromBytes(content), overwrite: true, cancellationToken);

    /// <summary>Whether a part is there.</summary>
    public Task<bool> HasPartAsync(string account, string ticket, int part, CancellationToken cancellationToken) =>
        HasAsync(account, ticket, PartOf(part), cancellationToken);

    /// <summary>A part that is there.</summary>
    public async Task<BinaryData> PartAsync(string account, string ticket, int part, CancellationToken cancellationToken) =>
        (await Blob(account, ticket, PartOf(part)).DownloadContentAsync(cancellationToken)).Value.Content;

    internal async Task<FoundTicket> FindAsync(string account, string ticket, CancellationToken cancellationToken)
    {
        if (Tickets.MadeAt(ticket) is not { } made)
        {
            return new FoundTicket.Unknown();
        }

        if (time.GetUtcNow() - made > Kept)
        {
            return new FoundTicket.Expired();
        }

        return await ReadAsync(account, ticket, "result", cancellationToken) is { } result ? new FoundTicket.Final(result)
            : await RequestAsync(account, ticket, cancellationToken) is not null ? new FoundTicket.Pending()
            : new FoundTicket.Unknown();
    }

    /// <summary>Removes what was kept long enough.</summary>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        await foreach (var blob in container.GetBlobsAsync(new GetBlobsOptions(), cancellationToken))
        {
            if (blob.Name.Split('/') is not [_, var ticket, _] || Tickets.MadeAt(ticket) is not { } made || time.GetUtcNow() - made > Kept)
            {
                await container.DeleteBlobIfExistsAsync(blob.Name, cancellationToken: cancellationToken);
            }
        }
    }

    private static string PartOf(int part) => string.Create(CultureInfo.InvariantCulture, $"answers-{part:d4}");

    private async Task<bool> HasAsync(string account, string ticket, string part, CancellationToken cancellationToken)
    {
        try
        {
            await Blob(account, ticket, part).GetPropertiesAsync(cancellationToken: cancellationToken);
            return true;
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            return false;
        }
    }

    private async Task<BinaryData?> ReadAsync(string account, string ticket, string part, CancellationToken cancellationToken)
    {
        try
        {
            return (await Blob(account, ticket, part).DownloadContentAsync(cancellationToken)).Value.Content;
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            return null;
        }
    }

    private BlobClient Blob(string account, string ticket, string part) => container.GetBlobClient($"{account}/{ticket}/{part}");
}

/// <summary>What there is under a ticket.</summary>
internal abstract record FoundTicket
{
    private FoundTicket()
    {
    }

    /// <summary>It is being worked on, or waits for it.</summary>
    public sealed record Pending : FoundTicket;

    /// <summary>JSON.</summary>
    public sealed record Final(BinaryData Result) : FoundTicket;

    /// <summary>There may have been one; it is not kept any more.</summary>
    public sealed record Expired : FoundTicket;

    public sealed record Unknown : FoundTicket;
}
