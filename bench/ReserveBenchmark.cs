using System.Diagnostics;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Magpie.Assets;
using Magpie.Functions.Assets;
using Magpie.Tests.Support;

namespace Magpie.Bench;

/// <summary>
/// <c>POST /api/uploads</c> against the bare insert of the row it writes, in the same Azurite, in turns of rounds, so many callers at once.
/// </summary>
internal sealed class ReserveBenchmark(BenchOptions options) : IBenchmark
{
    private const int Callers = 16;
    private const int CallsARound = 640;
    private const int WarmUp = 320;

    private int Rounds => options.Quick ? 3 : 9;

    public string Name => "reserve";

    public async IAsyncEnumerable<Measurement> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var azurite = new Azurite();
        await azurite.StartAsync();
        await using var app = new MagpieApp(azurite.ConnectionString, LoadSettings.Unlimited);
        await app.StartAsync("/healthz");
        var place = await app.ReserveAsync("photo.jpg", "image/jpeg", 3_000_000);
        var (table, row) = await RowAsync(azurite, place.Id, cancellationToken);
        await InParallelAsync(WarmUp, _ => PostAsync(app, cancellationToken));
        await InParallelAsync(WarmUp, _ => InsertAsync(table, row, cancellationToken));
        var ours = new List<double>();
        var bare = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            bare.Add(await InParallelAsync(CallsARound, _ => InsertAsync(table, row, cancellationToken)));
            ours.Add(await InParallelAsync(CallsARound, _ => PostAsync(app, cancellationToken)));
        }

        yield return new Measurement(
            $"POST /api/uploads, {Callers} at once", $"{ours.Median():0}/s", $"bare table inserts {bare.Median():0}/s", ours.Median() / bare.Median(), 0.7, AtLeast: true);
    }

    /// <summary>A table beside the app's, and a row such as the app has just written.</summary>
    private static async Task<(TableClient Table, TableEntity Row)> RowAsync(Azurite azurite, string id, CancellationToken cancellationToken)
    {
        var assets = new TableClient(azurite.ConnectionString, "assets");
        await foreach (var row in assets.QueryAsync<TableEntity>("RowKey ge 'a~'", cancellationToken: cancellationToken))
        {
            if (row.GetString("Document")?.Contains(id, StringComparison.Ordinal) == true)
            {
                var table = new TableClient(azurite.ConnectionString, "bare");
                await table.CreateIfNotExistsAsync(cancellationToken);
                return (table, row);
            }
        }

        throw new InvalidOperationException("The app wrote no row.");
    }

    private static Task<Response> InsertAsync(TableClient table, TableEntity row, CancellationToken cancellationToken)
    {
        var id = AssetId.New(TimeProvider.System);
        var entity = new TableEntity(AssetKeys.Partition(MagpieApp.Key, id), AssetKeys.Row(id));
        foreach (var (name, value) in row)
        {
            if (name is not ("PartitionKey" or "RowKey" or "Timestamp" or "odata.etag" or "odata.metadata"))
            {
                entity[name] = value;
            }
        }

        return table.AddEntityAsync(entity, cancellationToken);
    }

    private static async Task PostAsync(MagpieApp app, CancellationToken cancellationToken)
    {
        using var response = await app.Client.PostAsJsonAsync(
            "/api/uploads", new { files = new[] { new { name = "photo.jpg", contentType = "image/jpeg", size = 3_000_000 } } }, cancellationToken);
        response.EnsureSuccessStatusCode();
        await response.Content.ReadAsByteArrayAsync(cancellationToken);
    }

    /// <summary>Calls a second.</summary>
    private static async Task<double> InParallelAsync(int calls, Func<int, Task> call)
    {
        var clock = Stopwatch.StartNew();
        await Parallel.ForAsync(0, calls, new ParallelOptions { MaxDegreeOfParallelism = Callers }, async (number, _) => await call(number));
        return calls / clock.Elapsed.TotalSeconds;
    }
}

/// <summary>Settings of the app under load.</summary>
internal static class LoadSettings
{
    /// <summary>No limit of requests: one account asks for all.</summary>
    public static IReadOnlyDictionary<string, string> Unlimited { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Magpie__Accounts__RequestsPerMinute"] = "10000000",
        ["Magpie__Accounts__Burst"] = "10000000",
    };
}
