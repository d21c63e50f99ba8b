using System.Text.Json;
using Magpie.Bench;
using Spectre.Console;

var names = new List<string>();
string? json = null;
for (var i = 0; i < args.Length; i++)
{
    if (string.Equals(args[i], "--json", StringComparison.Ordinal))
    {
        json = args[++i];
    }
    else
    {
        names.Add(args[i]);
    }
}

IBenchmark[] all = [new StartBenchmark()];
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
