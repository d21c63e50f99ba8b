using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Magpie.Cli.Upload;

/// <summary>One JSON object a line: <c>file</c>, <c>progress</c>, <c>notice</c>, and <c>summary</c> at the end.</summary>
internal sealed class JsonReport : IUploadReport
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly TextWriter _output;
    private readonly UploadTally _tally;
    private readonly TimeProvider _time;

    public JsonReport(TextWriter output, UploadTally tally, TimeProvider time)
    {
        (_output, _tally, _time) = (TextWriter.Synchronized(output), tally, time);
        tally.Ended = outcome => Write(new
        {
            Event = "file",
            outcome.Path,
            Outcome = outcome.Word,
            outcome.Id,
            outcome.Bytes,
            outcome.Reason,
        });
    }

    public async Task ShowAsync(CancellationToken cancellationToken)
    {
        var meter = new SpeedMeter(_time);
        using var timer = new PeriodicTimer(Interval, _time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            meter.Add(_tally.Gone);
            Write(new
            {
                Event = "progress",
                _tally.Files,
                _tally.Settled,
                _tally.Bytes,
                _tally.Sent,
                BytesPerSecond = (long)meter.Speed,
                SecondsLeft = (long?)meter.Left(_tally.Bytes - _tally.Sent)?.TotalSeconds,
            });
        }
    }

    public void Notice(string sentence) => Write(new { Event = "notice", Message = sentence });

    public void Finish(UploadSummary summary) => Write(new
    {
        Event = "summary",
        Complete = summary.IsComplete,
        Files = summary.Tally.Settled,
        Ready = summary.Tally.CountOf(Outcome.Ready),
        Present = summary.Tally.CountOf(Outcome.Present),
        Duplicate = summary.Tally.CountOf(Outcome.Duplicate),
        Skipped = summary.Tally.CountOf(Outcome.Skipped),
        Rejected = summary.Tally.CountOf(Outcome.Rejected),
        Failed = summary.Tally.CountOf(Outcome.Failed),
        Unsettled = summary.Tally.CountOf(Outcome.Unsettled),
        BytesSent = summary.Tally.Gone,
        Seconds = Math.Round(summary.Elapsed.TotalSeconds, 3),
    });

    private void Write<T>(T line) => _output.WriteLine(JsonSerializer.Serialize(line, Options));
}
