using Magpie.Uploads;

namespace Magpie.Cli.Upload;

/// <summary>A line every few seconds, and in the end the table: for logs and pipes.</summary>
internal sealed class LineReport : IUploadReport
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly TextWriter _output;
    private readonly TextWriter _error;
    private readonly UploadTally _tally;
    private readonly TimeProvider _time;

    public LineReport(TextWriter output, TextWriter error, UploadTally tally, bool eachFile, TimeProvider time)
    {
        (_output, _error, _tally, _time) = (TextWriter.Synchronized(output), TextWriter.Synchronized(error), tally, time);
        if (eachFile)
        {
            tally.Ended = outcome => _output.WriteLine(
                $"{outcome.Word}  {PlainText.Sanitize(outcome.Path, 300)}{(outcome.Reason is { } reason ? $"  ({reason})" : "")}");
        }
    }

    public async Task ShowAsync(CancellationToken cancellationToken)
    {
        var meter = new SpeedMeter(_time);
        var last = "";
        using var timer = new PeriodicTimer(Interval, _time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            meter.Add(_tally.Gone);
            var line = ProgressText.Line(_tally, meter);
            if (line != last)
            {
                await _error.WriteLineAsync(line);
                last = line;
            }
        }
    }

    public void Notice(string sentence) => _error.WriteLine($"magpie: {sentence}");

    public void Finish(UploadSummary summary) => summary.WriteTable(_output);
}
