using System.Globalization;
using Azure;
using Azure.Data.Tables;
using Magpie.Duplicates;

namespace Magpie.Functions.Duplicates;

/// <summary>
/// Table <c>fingerprints</c>, a partition an account. A fingerprint is a row by its SHA-256 and one by each of five bands of its perceptual
/// hash: hashes that differ in at most four bits agree in at least one of five bands (the pigeonhole principle), so neighbours are five short
/// range reads, whatever the size of the account. Beside them, one row a SHA-256 says which asset holds these bytes.
/// </summary>
public sealed class TableFingerprints(TableClient table) : IFingerprints
{
    public const string Table = "fingerprints";

    /// <summary>Bands of a hash: four of 13 bits and one of 12.</summary>
    private const int Bands = IFingerprints.LargestDistance + 1;
    private const int BandBits = 13;

    /// <summary>Rows that are read of a range; an account of a million pictures has about 120 in a band.</summary>
    private const int MaxRows = 200;

    /// <summary>Times a holder is looked for that vanishes.</summary>
    private const int Attempts = 10;

    private const string Sha256 = "Sha256";
    private const string Hash = "Hash";
    private const string Holder = "Holder";

    private static readonly string[] Columns = ["RowKey", Sha256, Hash];

    public async Task<string?> AddAsync(Fingerprint fingerprint, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(fingerprint);
        TableTransactionAction[] rows =
            [.. Ranges(fingerprint).Select(range => new TableTransactionAction(TableTransactionActionType.UpsertReplace, Row(fingerprint, range)))];
        try
        {
            // Most bytes are nobody's yet: both in one transaction.
            await table.SubmitTransactionAsync([new(TableTransactionActionType.Add, HolderRowOf(fingerprint)), .. rows], cancellationToken);
            return null;
        }
        catch (RequestFailedException exception) when (exception.Status == 409)
        {
            await table.SubmitTransactionAsync(rows, cancellationToken);
            return await TryHoldAsync(fingerprint, insteadOf: null, cancellationToken);
        }
    }

    public async Task<string?> TryHoldAsync(Fingerprint fingerprint, string? insteadOf, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(fingerprint);
        var wanted = HolderRowOf(fingerprint);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            try
            {
                if (insteadOf is null)
                {
                    await table.AddEntityAsync(wanted, cancellationToken);
                    return null;
                }

                if (await HolderAsync(fingerprint, cancellationToken) is { } row)
                {
                    if (!string.Equals(row.GetString(Holder), insteadOf, StringComparison.Ordinal))
                    {
                        return OtherThan(fingerprint, row);
                    }

                    await table.UpdateEntityAsync(wanted, row.ETag, TableUpdateMode.Replace, cancellationToken);
                    return null;
                }
            }
            catch (RequestFailedException exception) when (exception.Status is 409 or 412 or 404)
            {
                // Somebody else was quicker.
                if (await HolderAsync(fingerprint, cancellationToken) is { } row)
                {
                    return OtherThan(fingerprint, row);
                }
            }

            insteadOf = null;
        }

        throw new RequestFailedException("The holder of a file's bytes kept changing.");
    }

    public async Task RemoveAsync(Fingerprint fingerprint, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(fingerprint);

        // One by one: a transaction fails as a whole when a row is gone already.
        await Task.WhenAll(Ranges(fingerprint).Select(
            range => table.DeleteEntityAsync(fingerprint.Account, range + fingerprint.Id, ETag.All, cancellationToken)));
        if (await HolderAsync(fingerprint, cancellationToken) is { } row && OtherThan(fingerprint, row) is null)
        {
            try
            {
                if (await FindAsync(fingerprint.Account, fingerprint.Sha256, cancellationToken) is [var heir, ..])
                {
                    row[Holder] = heir.Id;
                    await table.UpdateEntityAsync(row, row.ETag, TableUpdateMode.Replace, cancellationToken);
                }
                else
                {
                    await table.DeleteEntityAsync(row.PartitionKey, row.RowKey, row.ETag, cancellationToken);
                }
            }
            catch (RequestFailedException exception) when (exception.Status is 412 or 404)
            {
                // Somebody else holds the bytes by now.
            }
        }
    }

    public async Task<IReadOnlyList<Fingerprint>> FindNeighboursAsync(Fingerprint fingerprint, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(fingerprint);
        var found = await Task.WhenAll(BandRanges(fingerprint).Select(range => ReadAsync(fingerprint.Account, range, cancellationToken)));
        return [.. found.SelectMany(rows => rows)
            .Where(other => !string.Equals(other.Id, fingerprint.Id, StringComparison.Ordinal))
            .DistinctBy(other => other.Id, StringComparer.Ordinal)
            .Where(other => fingerprint.DistanceTo(other) <= IFingerprints.LargestDistance)
            .OrderBy(other => other.Id, StringComparer.Ordinal)];
    }

    public Task<IReadOnlyList<Fingerprint>> FindAsync(string account, string sha256, CancellationToken cancellationToken) =>
        ReadAsync(account, ShaRange(sha256), cancellationToken);

    private static TableEntity Row(Fingerprint fingerprint, string range)
    {
        var row = new TableEntity(fingerprint.Account, range + fingerprint.Id) { [Sha256] = fingerprint.Sha256 };
        if (fingerprint.PerceptualHash is { } hash)
        {
            row[Hash] = hash.ToString("x16", CultureInfo.InvariantCulture);
        }

        return row;
    }

    /// <summary>What the keys of a fingerprint's rows begin with; the id follows.</summary>
    private static IEnumerable<string> Ranges(Fingerprint fingerprint) => BandRanges(fingerprint).Prepend(ShaRange(fingerprint.Sha256));

    private static IEnumerable<string> BandRanges(Fingerprint fingerprint)
    {
        for (var band = 0; fingerprint.PerceptualHash is { } hash && band < Bands; band++)
        {
            var bits = (hash >> (band * BandBits)) & ((1UL << BandBits) - 1);
            yield return string.Create(CultureInfo.InvariantCulture, $"h{band}~{bits:x4}~");
        }
    }

    private static string ShaRange(string sha256) => $"s~{sha256}~";

    private static TableEntity HolderRowOf(Fingerprint fingerprint) => new(fingerprint.Account, HolderRow(fingerprint)) { [Holder] = fingerprint.Id };

    private static string HolderRow(Fingerprint fingerprint) => $"o~{fingerprint.Sha256}";

    private static string? OtherThan(Fingerprint fingerprint, TableEntity row) =>
        row.GetString(Holder) is var holder && string.Equals(holder, fingerprint.Id, StringComparison.Ordinal) ? null : holder;

    private async Task<TableEntity?> HolderAsync(Fingerprint fingerprint, CancellationToken cancellationToken)
    {
        var found = await table.GetEntityIfExistsAsync<TableEntity>(
            fingerprint.Account, HolderRow(fingerprint), cancellationToken: cancellationToken);
        return found.HasValue ? found.Value : null;
    }

    private async Task<IReadOnlyList<Fingerprint>> ReadAsync(string account, string range, CancellationToken cancellationToken)
    {
        var found = new List<Fingerprint>();
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {account} and RowKey gt {range} and RowKey lt {range + '~'}");
        await foreach (var row in table.QueryAsync<TableEntity>(filter, MaxRows, Columns, cancellationToken))
        {
            ulong? hash = row.GetString(Hash) is { } text ? ulong.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) : null;
            found.Add(new Fingerprint(account, row.RowKey[range.Length..], row.GetString(Sha256), hash));
            if (found.Count == MaxRows)
            {
                break;
            }
        }

        return found;
    }
}
