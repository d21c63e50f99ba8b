using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Magpie.Cli.Upload;
using Magpie.Tests.Support;

namespace Magpie.Cli.Tests.Upload;

public sealed class JsonReportTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task Progress_is_a_line_every_five_seconds_with_the_speed_and_the_time_that_is_left()
    {
        var time = new ManualTime();
        var tally = new UploadTally();
        await using var output = new Lines();
        var report = new JsonReport(output, tally, time);
        using var over = new CancellationTokenSource();
        var showing = report.ShowAsync(over.Token);
        var file = new LocalFile("nest.jpg", Bytes: 10_000, ModifiedTicks: 0);
        tally.Met();
        tally.Met();
        tally.Expect(file);
        var progress = tally.Begin(file);

        progress.Sent(1_000);
        time.Advance(Interval);
        var first = await output.NextAsync();
        tally.End(new FileOutcome("young.jpg", Outcome.Present, Bytes: 500, Id: "1"));
        var ended = await output.NextAsync();
        progress.Sent(4_000);
        time.Advance(Interval);
        var second = await output.NextAsync();
        await over.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(showing);

        first.ToString().ShouldBe("""{"event":"progress","files":2,"settled":0,"bytes":10000,"sent":1000,"bytesPerSecond":0}""");
        ended.ToString().ShouldBe("""{"event":"file","path":"young.jpg","outcome":"present","id":"1","bytes":500}""");
        second.ToString().ShouldBe("""{"event":"progress","files":2,"settled":1,"bytes":10000,"sent":5000,"bytesPerSecond":800,"secondsLeft":6}""");
    }

    /// <summary>Lines as they are written.</summary>
    private sealed class Lines : TextWriter
    {
        private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();

        public override Encoding Encoding => Encoding.UTF8;

        public override void WriteLine(string? value) => _lines.Writer.TryWrite(value!);

        public async Task<JsonElement> NextAsync()
        {
            using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            return JsonDocument.Parse(await _lines.Reader.ReadAsync(deadline.Token)).RootElement;
        }
    }
}
