using System.Collections.Concurrent;
using Magpie.Uploads;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Magpie.Cli.Upload;

/// <summary>A bar for each file in flight and one for all, drawn over, on a terminal.</summary>
internal sealed class BarReport(IAnsiConsole console, UploadTally tally, TimeProvider time) : IUploadReport
{
    private const int MaxBars = 12;
    private const int OtherLines = 4;
    private const int BarWidth = 20;
    private const int NameWidth = 32;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(150);

    public async Task ShowAsync(CancellationToken cancellationToken)
    {
        var bars = Math.Clamp(console.Profile.Height - OtherLines, 1, MaxBars);
        var meter = new SpeedMeter(time);
        var column = new TextColumn();
        await console.Progress().AutoClear(true).HideCompleted(false).Columns(column).StartAsync(async context =>
        {
            var all = context.AddTask("all");
            var rows = Enumerable.Range(0, bars).Select(_ => context.AddTask("file")).ToArray();
            using var timer = new PeriodicTimer(Interval, time);
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                meter.Add(tally.Gone);
                column.Show(all, $"{Bar(tally.Sent, tally.Bytes)}  {ProgressText.Line(tally, meter)}");
                var inFlight = tally.InFlight.Take(bars).ToArray();
                for (var row = 0; row < bars; row++)
                {
                    column.Show(rows[row], row < inFlight.Length ? Row(inFlight[row]) : "");
                }
            }
        });
    }

    public void Notice(string sentence) => console.MarkupLineInterpolated($"magpie: {sentence}");

    public void Finish(UploadSummary summary) => summary.WriteTable(Console.Out);

    private static string Row(FileProgress progress) =>
        $"{Bar(progress.Bytes, progress.File.Bytes)}  {Name(progress.File.Name),-NameWidth}  {Words.Size(progress.Bytes)} of {Words.Size(progress.File.Bytes)}";

    private static string Name(string name) => PlainText.Sanitize(name, NameWidth - 1);

    private static string Bar(long done, long total)
    {
        var filled = total <= 0 ? 0 : (int)Math.Clamp(BarWidth * done / total, 0, BarWidth);
        return new string('█', filled) + new string('░', BarWidth - filled) + $" {(total <= 0 ? 0 : Math.Clamp(100 * done / total, 0, 100)),3} %";
    }

    /// <summary>A row is one text: tasks are used again for the next file, whose bar begins anew.</summary>
    private sealed class TextColumn : ProgressColumn
    {
        // By the task's id, because a task's own description cannot be empty.
        private readonly ConcurrentDictionary<int, string> _texts = new();

        protected override bool NoWrap => true;

        public void Show(ProgressTask task, string text) => _texts[task.Id] = text;

        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
            new Spectre.Console.Text(_texts.GetValueOrDefault(task.Id, "")).Overflow(Overflow.Ellipsis);
    }
}
