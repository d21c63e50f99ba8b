using System.Runtime.InteropServices;
using Azure.Data.Tables;
using Magpie.Faces;
using Magpie.Functions.Storage;

namespace Magpie.Functions.Imagga;

/// <summary>
/// Table <c>faces</c>, a partition an account: a row a face that was found with <c>return_face_id=1</c>, kept for a day. It holds the encoding alone, no
/// picture and nothing of where it came from.
/// </summary>
public sealed class FaceStore(TableClient table, TimeProvider time)
{
    public const string Table = "faces";

    /// <summary>How long a face is kept.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    private const string Model = "Model";
    private const string Vector = "Vector";

    private static readonly TimedId Ids = new("", 28);

    /// <summary>Keeps encodings; answers their ids, in order.</summary>
    internal async Task<IReadOnlyList<string>> AddAsync(string account, IReadOnlyList<FaceEncoding> encodings, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var ids = encodings.Select(_ => Ids.New(now)).ToArray();
        var rows = encodings.Zip(ids, (encoding, id) => new TableTransactionAction(TableTransactionActionType.Add, new TableEntity(account, id)
        {
            [Model] = encoding.Model,
            [Vector] = MemoryMarshal.AsBytes<float>(encoding.Vector.ToArray()).ToArray(),
        }));
        foreach (var some in rows.Chunk(TableRows.TransactionLimit))
        {
            await table.SubmitTransactionAsync(some, cancellationToken);
        }

        return ids;
    }

    internal async Task<FoundFace> FindAsync(string account, string id, CancellationToken cancellationToken)
    {
        if (Ids.MadeAt(id) is not { } made)
        {
            return new FoundFace.Malformed();
        }

        if (time.GetUtcNow() - made > Kept)
        {
            return new FoundFace.Expired();
        }

        var found = await table.GetEntityIfExistsAsync<TableEntity>(account, id, cancellationToken: cancellationToken);
        return found is { HasValue: true, Value: { } row } && row.GetString(Model) is { } model && row.GetBinary(Vector) is { } bytes
            ? new FoundFace.Encoded(new(model, MemoryMarshal.Cast<byte, float>(bytes).ToArray()))
            : new FoundFace.Unknown();
    }

    /// <summary>Removes what was kept long enough.</summary>
    public Task SweepAsync(CancellationToken cancellationToken) => table.DeleteAsync(
        table.QueryAsync<TableEntity>($"RowKey lt '{Ids.Beginning(time.GetUtcNow() - Kept)}'", 1_000, ["PartitionKey", "RowKey"], cancellationToken), cancellationToken);
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
