using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Magpie.Operations;

/// <summary>
/// What is measured and traced, by name. Costs next to nothing while nobody listens. Tags are of small, closed sets, never a key, a signed
/// address, an account, a title or a file's name; spans carry the asset's id beside them.
/// </summary>
public static class Telemetry
{
    /// <summary>Of the source of spans and of the meter.</summary>
    public const string Name = "Magpie";

    /// <summary>Spans: one <c>ingest</c> a try, with one <c>ingest STEP</c> a step below it.</summary>
    public static readonly ActivitySource Spans = new(Name);

    /// <summary>All instruments.</summary>
    public static readonly Meter Meter = new(Name);

    private static readonly Counter<long> States =
        Meter.CreateCounter<long>("magpie.assets", "{asset}", "Assets that came into a state.");

    private static readonly Counter<long> Rejects =
        Meter.CreateCounter<long>("magpie.rejects", "{asset}", "Assets that were rejected, by the code of the reason.");

    private static readonly Counter<long> RetryCounts =
        Meter.CreateCounter<long>("magpie.retries", "{try}", "Tries that failed and are made again, by what.");

    private static readonly Counter<long> Deliveries =
        Meter.CreateCounter<long>("magpie.webhook.deliveries", "{try}", "Tries to tell a webhook, by outcome.");

    private static readonly Histogram<double> Model =
        Meter.CreateHistogram("magpie.model.duration", "s", "Time a model pack took for an image, by pack and outcome.", advice: Seconds);

    internal static readonly Histogram<double> Steps =
        Meter.CreateHistogram("magpie.ingest.step.duration", "s", "Time of a step of the work on an asset.", advice: Seconds);

    /// <summary>Upper ends of the histograms' buckets, in seconds: a model takes milliseconds, a delivery of 2 GB minutes.</summary>
    private static InstrumentAdvice<double> Seconds => new()
    {
        HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300],
    };

    /// <summary>Begins one try to settle an asset; null while nobody traces.</summary>
    public static Activity? StartIngest(string assetId, string type) =>
        Spans.StartActivity("ingest")?.SetTag("magpie.asset.id", assetId).SetTag("magpie.asset.type", type);

    public static void CameInto(string state) => States.Add(1, new KeyValuePair<string, object?>("state", state));

    public static void Rejected(string reason) => Rejects.Add(1, new KeyValuePair<string, object?>("reason", reason));

    /// <summary>Counts tries of one of <see cref="RetriedWork"/>.</summary>
    public static void Retried(string what, int times = 1) => RetryCounts.Add(times, new KeyValuePair<string, object?>("what", what));

    public static void Told(string outcome) => Deliveries.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    /// <summary>Zero while nobody measures.</summary>
    public static long StartModel() => Model.Enabled ? Stopwatch.GetTimestamp() : 0;

    public static void EndModel(long started, string pack, bool answered)
    {
        if (started != 0)
        {
            Model.Record(
                Stopwatch.GetElapsedTime(started).TotalSeconds,
                new KeyValuePair<string, object?>("pack", pack),
                new KeyValuePair<string, object?>("outcome", answered ? "answered" : "failed"));
        }
    }
}

/// <summary>What is tried again, as <c>magpie.retries</c> names it.</summary>
public static class RetriedWork
{
    public const string Ingest = "ingest";
    public const string Cloudinary = "cloudinary";
    public const string CloudinaryChunk = "cloudinary-chunk";
    public const string Webhook = "webhook";
}
