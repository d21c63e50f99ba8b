using System.Buffers.Text;
using System.Text;
using Azure;
using Azure.Data.Tables;
using Magpie.Concepts;

namespace Magpie.Functions.Clarifai.Concepts;

/// <summary>Table <c>concepts</c>: a partition an account, a row a concept, named by its id in Base64, because ids hold what table keys refuse.</summary>
public sealed class TableConceptStore(TableClient table) : IConceptStore
{
    public const string Table = "concepts";

    private const int PageSize = 1_000;

    public async Task<IReadOnlyList<Concept>> ListAsync(string account, CancellationToken cancellationToken)
    {
        var concepts = new List<Concept>();
        var rows = table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {account}"), PageSize, cancellationToken: cancellationToken);
        await foreach (var row in rows)
        {
            concepts.Add(Read(row));
            if (concepts.Count == IConceptStore.MaxConcepts)
            {
                break;
            }
        }

        return concepts;
    }

    public async Task<bool> TryAddAsync(string account, Concept concept, CancellationToken cancellationToken)
    {
        try
        {
            await table.AddEntityAsync(Row(account, concept), cancellationToken);
            return true;
        }
        catch (RequestFailedException exception) when (exception.Status == 409)
        {
            return false;
        }
    }

    public async Task ReplaceAsync(string account, Concept concept, CancellationToken cancellationToken) =>
        await table.UpsertEntityAsync(Row(account, concept), TableUpdateMode.Replace, cancellationToken);

    private static TableEntity Row(string account, Concept concept)
    {
        ArgumentNullException.ThrowIfNull(concept);
        return new TableEntity(account, Base64Url.EncodeToString(Encoding.UTF8.GetBytes(concept.Id)))
        {
            [nameof(Concept.Id)] = concept.Id,
            [nameof(Concept.Name)] = concept.Name,
            [nameof(Concept.Tag)] = concept.Tag,
            [nameof(Concept.CreatedAt)] = concept.CreatedAt,
        };
    }

    private static Concept Read(TableEntity row) => new(
        row.GetString(nameof(Concept.Id)), row.GetString(nameof(Concept.Name)), row.GetString(nameof(Concept.Tag)), row.GetDateTimeOffset(nameof(Concept.CreatedAt)));
}
