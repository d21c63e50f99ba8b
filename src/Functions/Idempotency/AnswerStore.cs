using Azure;
using Azure.Data.Tables;
using Magpie.Uploads;

namespace Magpie.Functions.Idempotency;

/// <summary>
/// Rows of the table <c>idempotency</c>, beside those of reservations: a row a request that may be repeated, first as one that runs, then
/// with its answer. What sweeps old keys sweeps these.
/// </summary>
public sealed class AnswerStore(TableClient table, UploadOptions options, TimeProvider time)
{
    /// <summary>How long a request that has not answered is taken to run; after that its process has ended.</summary>
    private static readonly TimeSpan RunLimit = TimeSpan.FromMinutes(2);

    private const string RowPrefix = "answer~";
    private const string Fingerprint = "Fingerprint";
    private const string CreatedAt = "CreatedAt";
    private const string Status = "Status";
    private const string ContentType = "ContentType";
    private const string Body = "Body";
    private const string Location = "Location";
    private const string EntityTag = "EntityTag";

    /// <summary>Times the row is read again because somebody else replaced it; two would be rare.</summary>
    private const int Attempts = 5;

    /// <summary>Takes the key for a request, or says what became of the one that has it.</summary>
    public async Task<AnswerClaim> ClaimAsync(RequestIdentity identity, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(identity);
        var row = new TableEntity($"{identity.Account}~{identity.Hash[..1]}", RowPrefix + identity.Hash)
        {
            [Fingerprint] = identity.Fingerprint,
            [CreatedAt] = time.GetUtcNow(),
        };
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            try
            {
                var added = await table.AddEntityAsync(row, cancellationToken);
                return new AnswerClaim.Taken(row, added.Headers.ETag ?? ETag.All);
            }
            catch (RequestFailedException exception) when (exception.Status == 409)
            {
                if (await JudgeAsync(row, cancellationToken) is { } claim)
                {
                    return claim;
                }
            }
        }

        return new AnswerClaim.Running();
    }

    /// <summary>Keeps the answer for whoever asks again.</summary>
    public Task KeepAsync(AnswerClaim.Taken claim, StoredAnswer answer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(claim);
        ArgumentNullException.ThrowIfNull(answer);
        var row = new TableEntity(claim.Row.PartitionKey, claim.Row.RowKey)
        {
            [Fingerprint] = claim.Row[Fingerprint],
            [CreatedAt] = claim.Row[CreatedAt],
            [Status] = answer.Status,
            [ContentType] = answer.ContentType,
            [Body] = answer.Body.ToArray(),
            [Location] = answer.Location,
            [EntityTag] = answer.ETag,
        };
        return table.UpdateEntityAsync(row, claim.ETag, TableUpdateMode.Replace, cancellationToken);
    }

    /// <summary>Nothing was done: the key may be used anew.</summary>
    public Task ReleaseAsync(AnswerClaim.Taken claim, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(claim);
        return table.DeleteEntityAsync(claim.Row.PartitionKey, claim.Row.RowKey, claim.ETag, cancellationToken);
    }

    /// <summary>Null: look again.</summary>
    private async Task<AnswerClaim?> JudgeAsync(TableEntity row, CancellationToken cancellationToken)
    {
        var found = await table.GetEntityIfExistsAsync<TableEntity>(row.PartitionKey, row.RowKey, cancellationToken: cancellationToken);
        if (found is not { HasValue: true, Value: { } present })
        {
            return null;
        }

        var age = time.GetUtcNow() - (present.GetDateTimeOffset(CreatedAt) ?? default);
        var status = present.GetInt32(Status);
        if (age > options.IdempotencyWindow || (status is null && age > RunLimit))
        {
            return await TakeOverAsync(row, present.ETag, cancellationToken);
        }

        return present.GetString(Fingerprint) != row.GetString(Fingerprint) ? new AnswerClaim.OtherBody()
            : status is { } code ? new AnswerClaim.Answered(new(code, present.GetString(ContentType) ?? "", present.GetBinary(Body) ?? [])
            {
                Location = present.GetString(Location),
                ETag = present.GetString(EntityTag),
            })
            : new AnswerClaim.Running();
    }

    private async Task<AnswerClaim?> TakeOverAsync(TableEntity row, ETag etag, CancellationToken cancellationToken)
    {
        try
        {
            var replaced = await table.UpdateEntityAsync(row, etag, TableUpdateMode.Replace, cancellationToken);
            return new AnswerClaim.Taken(row, replaced.Headers.ETag ?? ETag.All);
        }
        catch (RequestFailedException exception) when (exception.Status is 404 or 412)
        {
            return null;
        }
    }
}

/// <summary>What became of a request's wish to have its key.</summary>
public abstract record AnswerClaim
{
    /// <summary>It is the first: do what it asks, then keep or release.</summary>
    public sealed record Taken(TableEntity Row, ETag ETag) : AnswerClaim;

    /// <summary>It was done before.</summary>
    public sealed record Answered(StoredAnswer Answer) : AnswerClaim;

    /// <summary>The same request is being worked on.</summary>
    public sealed record Running : AnswerClaim;

    /// <summary>The key came with another body.</summary>
    public sealed record OtherBody : AnswerClaim;
}
