using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Azure;
using Azure.Data.Tables;
using Magpie.Faces;

namespace Magpie.Functions.Imagga;

/// <summary>
/// Table <c>faces</c>, a partition an account: a row a face that was found with <c>return_face_id=1</c>, kept for a day. It holds the encoding alone, no
/// picture and nothing of where it came from.
/// </summary>
/// <remarks>An id begins with the time it was made at, so that one too old is told apart from one that never was, and old rows come first.</remarks>
public sealed class FaceStore(TableClient table, TimeProvider time)
{
    public const string Table = "faces";

    /// <summary>How long a face is kept.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    private const string Model = "Model";
    private const string Vector = "Vector";
    private const int TimeDigits = 8;
    private const int RandomBytes = 28;
    private const int IdLength = TimeDigits + (RandomBytes * 2);
    private const int TransactionLimit = 100;

    /// <summary>Keeps encodings; answers their ids, in order.</summary>
    internal async Task<IReadOnlyList<string>> AddAsync(string account, IReadOnlyList<FaceEncoding> encodings, CancellationToken cancellationToken)
    {
        var prefix = PrefixOf(time.GetUtcNow());
        var ids = encodings.Select(_ => prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(RandomBytes))).ToArray();
        var rows = encodings.Zip(ids, (encoding, id) => new TableTransactionAction(TableTransactionActionType.Add, new TableEntity(account, id)
        {
            [Model] = encoding.Model,
            [Vector] = MemoryMarshal.AsBytes<float>(encoding.Vector.ToArray()).ToArray(),
        }));
        foreach (var some in rows.Chunk(TransactionLimit))
        {
            await table.SubmitTransactionAsync(some, cancellationToken);
        }

        return ids;
    }

    internal async Task<FoundFace> FindAsync(string account, string id, CancellationToken cancellationToken)
    {
        if (!IsId(id))
        {
            return new FoundFace.Malformed();
        }

        if (time.GetUtcNow() - MadeAt(id) > Kept)
        {
            return new FoundFace.Expired();
        }

        var found = await table.GetEntityIfExistsAsync<TableEntity>(account, id, cancellationToken: cancellationToken);
        return found is { HasValue: true, Value: { } row } && row.GetString(Model) is { } model && row.GetBinary(Vector) is { } bytes
            ? new FoundFace.Encoded(new(model, MemoryMarshal.Cast<byte, float>(bytes).ToArray()))
            : new FoundFace.Unknown();
    }

    /// <summary>Removes what was kept long enough.</summary>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        var rows = table.QueryAsync<TableEntity>($"RowKey lt '{PrefixOf(time.GetUtcNow() - Kept)}'", 1_000, ["PartitionKey", "RowKey"], cancellationToken);
        var old = new List<TableTransactionAction>(TransactionLimit);
        await foreach (var row in rows)
        {
            if (old.Count == TransactionLimit || (old.Count > 0 && old[0].Entity.PartitionKey != row.PartitionKey))
            {
                await DeleteAsync(old, cancellationToken);
            }

            old.Add(new TableTransactionAction(TableTransactionActionType.Delete, row, ETag.All));
        }

        await DeleteAsync(old, cancellationToken);
    }

    private async Task DeleteAsync(List<TableTransactionAction> rows, CancellationToken cancellationToken)
    {
        if (rows.Count == 0)
        {
            return;
        }

        try
        {
            await table.SubmitTransactionAsync(rows, cancellationToken);
        }
        catch (RequestFailedException gone) when (gone.Status == 404)
        {
            // Another instance sweeps too.
        }

        rows.Clear();
    }

    private static bool IsId(string id) => id.Length == IdLength && !id.AsSpan().ContainsAnyExcept(HexDigits);

    private static DateTimeOffset MadeAt(string id) =>
        DateTimeOffset.FromUnixTimeSeconds(long.Parse(id.AsSpan(0, TimeDigits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));

    private static string PrefixOf(DateTimeOffset moment) => moment.ToUnixTimeSeconds().ToString("x8", CultureInfo.InvariantCulture);
}

/// <summary>What there is under a face's id.</summary>
internal abstract record FoundFace
{
    private FoundFace()
    {
    }

    public sealed record Encoded(FaceEncoding Encoding) : FoundFace;

    /// <summary>There may have been one; it is not kept any more.</summary>
    public sealed record Expired : FoundFace;

    public sealed record Unknown : FoundFace;

    /// <summary>No face ever had such an id.</summary>
    public sealed record Malformed : FoundFace;
}
