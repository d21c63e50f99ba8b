using System.Security.Cryptography;
using System.Text;
using Azure.Data.Tables;

namespace Magpie.Functions.Storage;

/// <summary>
/// Table <c>setup</c>: one row that says for which resources, and which origins, the account was set up last. A start that finds its own
/// there has nothing to create: one read instead of ten calls.
/// </summary>
public sealed class StorageMarker(TableServiceClient tables)
{
    public const string Table = "setup";

    private const string Partition = "setup";
    private const string Row = "done";
    private const string Resources = "Resources";
    private const string Origins = "Origins";

    private readonly TableClient _table = tables.GetTableClient(Table);

    /// <summary>Which of the two the account was set up for already.</summary>
    public async Task<(bool Resources, bool Origins)> ReadAsync(string resources, string origins, CancellationToken cancellationToken)
    {
        var found = await _table.GetEntityIfExistsAsync<TableEntity>(Partition, Row, cancellationToken: cancellationToken);
        return found is { HasValue: true, Value: { } row }
            ? (row.GetString(Resources) == Hash(resources), row.GetString(Origins) == Hash(origins))
            : default;
    }

    /// <summary>Remembers that it is; only once everything is there.</summary>
    public async Task WriteAsync(string resources, string origins, CancellationToken cancellationToken)
    {
        await _table.CreateIfNotExistsAsync(cancellationToken);
        await _table.UpsertEntityAsync(
            new TableEntity(Partition, Row) { [Resources] = Hash(resources), [Origins] = Hash(origins) }, TableUpdateMode.Replace, cancellationToken);
    }

    private static string Hash(string wanted) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(wanted)));
}
