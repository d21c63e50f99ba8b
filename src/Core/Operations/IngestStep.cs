using System.Diagnostics;

namespace Magpie.Operations;

/// <summary>A step of the work on an asset: a span and a duration, from <see cref="Begin"/> to the end of its scope.</summary>
public readonly struct IngestStep : IDisposable
{
    public const string Read = "read";
    public const string Checksum = "checksum";
    public const string Decode = "decode";
    public const string Tag = "tag";
    public const string Describe = "describe";
    public const string Render = "render";
    public const string Duplicates = "duplicates";
    public const string Deliver = "deliver";
    public const string Commit = "commit";

    private readonly string _name;
    private readonly Activity? _span;
    private readonly long _started;

    private IngestStep(string name)
    {
        _name = name;
        _span = Telemetry.Spans.HasListeners() ? Telemetry.Spans.StartActivity($"ingest {name}") : null;
        _started = Telemetry.Steps.Enabled ? Stopwatch.GetTimestamp() : 0;
    }

    /// <summary>Begins one of the steps that are named above.</summary>
    public static IngestStep Begin(string name) => new(name);

    public void Dispose()
    {
        _span?.Dispose();
        if (_started != 0)
        {
            Telemetry.Steps.Record(Stopwatch.GetElapsedTime(_started).TotalSeconds, new KeyValuePair<string, object?>("step", _name));
        }
    }
}
