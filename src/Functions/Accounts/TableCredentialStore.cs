using System.Runtime.CompilerServices;
using Azure.Data.Tables;
using Magpie.Accounts;

namespace Magpie.Functions.Accounts;

/// <summary>Table <c>credentials</c>: a partition and a row a key, so that a key is a point read.</summary>
public sealed class TableCredentialStore(TableClient table) : ICredentialStore
{
    public const string Table = "credentials";

    private const string Row = "credential";

    public async Task<Credential?> FindAsync(string key, CancellationToken cancellationToken)
    {
        var found = await table.GetEntityIfExistsAsync<TableEntity>(key, Row, cancellationToken: cancellationToken);
        return found is { HasValue: true, Value: { } row } ? Read(row) : null;
    }

    public async Task PutAsync(Credential credential, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(credential);
        var row = new TableEntity(credential.Key, Row)
        {
            [nameof(Credential.Account)] = credential.Account,
            [nameof(Credential.Kind)] = credential.Kind.ToString(),
            [nameof(Credential.Name)] = credential.Name,
            [nameof(Credential.Salt)] = credential.Salt.ToArray(),
            [nameof(Credential.Hash)] = credential.Hash.ToArray(),
            [nameof(Credential.CreatedAt)] = credential.CreatedAt,
        };
        if (credential.RevokedAt is { } revokedAt)
        {
            row[nameof(Credential.RevokedAt)] = revokedAt;
        }

        await table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken);
    }

    // Read by an operator's command alone: all rows, and there are few.
    public async IAsyncEnumerable<Credential> ListAsync(string? account, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var filter = account is null ? null : TableClient.CreateQueryFilter($"Account eq {account}");
        await foreach (var row in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
        {
            yield return Read(row);
        }
    }

    private static Credential Read(TableEntity row) => new()
    {
        Key = row.PartitionKey,
        Account = row.GetString(nameof(Credential.Account)),
        Kind = Enum.Parse<CredentialKind>(row.GetString(nameof(Credential.Kind))),
        Name = row.GetString(nameof(Credential.Name)),
        Salt = row.GetBinary(nameof(Credential.Salt)),
        Hash = row.GetBinary(nameof(Credential.Hash)),
        CreatedAt = row.GetDateTimeOffset(nameof(Credential.CreatedAt)) ?? default,
        RevokedAt = row.GetDateTimeOffset(nameof(Credential.RevokedAt)),
    };
}
