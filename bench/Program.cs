using System.Text.Json;
using Magpie.Bench;
using Magpie.Bench.Bulk;
using Magpie.Bench.Imagga;
using Magpie.Bench.Ingest;
using Magpie.Bench.Search;
using Magpie.Bench.Tagging;
using Spectre.Console;

var names = new List<string>();
string? json = null;
var quick = false;
for (var i = 0; i < args.Length; i++)
{
    if (string.Equals(args[i], "--json", StringComparison.Ordinal))
    {
        json = args[++i];
    }
    else if (string.Equals(args[i], "--quick", StringComparison.Ordinal))
    {
        quick = true;
    }
    else
    {
        names.Add(args[i]);
    }
}

var options = new BenchOptions(quick);
IBenchmark[] all =
[
    new TaggingBenchmark(options), new ReserveBenchmark(options), new LatencyBenchmark(options), new ThroughputBenchmark(options),
    new StartBenchmark(options), new StagesBenchmark(options), new BulkBenchmark(options), new VideoBenchmark(options),
    new MultipartBenchmark(options), new NearestBenchmark(options), new RecallBenchmark(options), new SearchBenchmark(options),
    new TagsBenchmark(options), new ColorsBenchmark(options), new CroppingsBenchmark(options), new FacesBenchmark(options),
    new MixedBenchmark(options),
];
var unknown = names.Except(all.Select(benchmark => benchmark.Name), StringComparer.Ordinal).ToArray();
if (unknown.Length > 0)
{
    Console.Error.WriteLine($"No benchmark is called {unknown[0]}. There are: {string.Join(", ", all.Select(benchmark => benchmark.Name))}.");
    return 2;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};
var rows = new List<Measurement>();
var table = new Table().AddColumns("measurement", "value", "against", "ratio", "bar", "met");
foreach (var benchmark in all.Where(benchmark => names.Count == 0 || names.Contains(benchmark.Name, StringComparer.Ordinal)))
{
    await Console.Error.WriteLineAsync($"{benchmark.Name}…");
    await foreach (var row in benchmark.RunAsync(stop.Token))
    {
        rows.Add(row);
        table.AddRow(
            Markup.Escape(row.Name),
            Markup.Escape(row.Value),
            Markup.Escape(row.Against),
            row.Ratio is { } ratio ? $"{ratio:0.00}" : "",
            row.Bar is { } bar ? $"{(row.AtLeast ? "≥" : "≤")} {bar:0.00}" : "",
            row.Met switch { true => "yes", false => "[red]no[/]", null => "" });
    }
}

AnsiConsole.Write(table);
if (json is not null)
{
    await File.WriteAllTextAsync(json, JsonSerializer.Serialize(rows, new JsonSerializerOptions(JsonSerializerDefaults.Web) { WriteIndented = true }));
}

return rows.Exists(row => row.Met == false) ? 1 : 0;
