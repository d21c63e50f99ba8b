using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>host.json, each value of which a setting <c>AzureFunctionsJobHost:{path}</c> overrides.</summary>
internal sealed class HostSettings
{
    private readonly IConfiguration _settings;
    private readonly HostFile _file;

    public HostSettings(IConfiguration settings, HostFile file, string defaultHostId)
    {
        _settings = settings;
        _file = file;
        HostId = HostIdOf(settings["AzureFunctionsWebHost:hostid"] ?? defaultHostId);
        RoutePrefix = (Value("extensions:http:routePrefix") ?? "api").Trim('/');
        FunctionTimeout = Duration("functionTimeout", TimeSpan.FromMinutes(30), TimeSpan.FromSeconds(1), TimeSpan.FromDays(10));
        Blobs = new BlobSettings(
            Number("extensions:blobs:maxDegreeOfParallelism", 8 * Environment.ProcessorCount, 1, 1024),
            Number("extensions:blobs:poisonBlobThreshold", 5, 1, 1000));
        var batchSize = Number("extensions:queues:batchSize", 16, 1, 32);
        Queues = new QueueSettings(
            batchSize,
            Number("extensions:queues:newBatchThreshold", batchSize / 2 * Environment.ProcessorCount, 0, 1000),
            Duration("extensions:queues:visibilityTimeout", TimeSpan.Zero, TimeSpan.Zero, TimeSpan.FromDays(7)),
            Number("extensions:queues:maxDequeueCount", 5, 1, 1000),
            Duration("extensions:queues:maxPollingInterval", TimeSpan.FromMinutes(1), TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(1)),
            !string.Equals(Value("extensions:queues:messageEncoding"), "none", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Names this app in storage: 1 to 32 of a–z, 0–9 and dashes.</summary>
    public string HostId { get; }

    public string RoutePrefix { get; }

    /// <summary>How long an invocation may run; infinite for <c>-1</c>.</summary>
    public TimeSpan FunctionTimeout { get; }

    public BlobSettings Blobs { get; }

    public QueueSettings Queues { get; }

    private string? Value(string path) => _settings[$"AzureFunctionsJobHost:{path}"] ?? _file[path];

    private int Number(string path, int fallback, int least, int most) =>
        Value(path) is not { } text
            ? fallback
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
                ? number
                : throw new InvalidOperationException($"host.json: {path.Replace(':', '.')} must be a number from {least} to {most}, not '{text}'.");

    private TimeSpan Duration(string path, TimeSpan fallback, TimeSpan least, TimeSpan most) =>
        Value(path) is not { } text
            ? fallback
            : text is "-1"
                ? Timeout.InfiniteTimeSpan
                : TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var duration) && duration >= least && duration <= most
                    ? duration
                    : throw new InvalidOperationException($"host.json: {path.Replace(':', '.')} must be a time span from {least} to {most}, not '{text}'.");

    private static string HostIdOf(string name)
    {
        var letters = name.ToLowerInvariant().Select(static letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-').ToArray();
        var id = new string(letters).Trim('-');
        return id.Length == 0 ? "functions" : id[..Math.Min(id.Length, 32)].TrimEnd('-');
    }
}

/// <summary>host.json's <c>extensions.blobs</c>.</summary>
/// <param name="MaxDegreeOfParallelism">Invocations at a time, per function.</param>
/// <param name="PoisonBlobThreshold">Tries before a blob is given up.</param>
internal sealed record BlobSettings(int MaxDegreeOfParallelism, int PoisonBlobThreshold);

/// <summary>host.json's <c>extensions.queues</c>.</summary>
/// <param name="BatchSize">Messages fetched at a time, 1 to 32.</param>
/// <param name="NewBatchThreshold">The next batch is fetched when no more than this many are running.</param>
/// <param name="VisibilityTimeout">How long a message that failed stays away.</param>
/// <param name="MaxDequeueCount">Tries before a message is given up.</param>
/// <param name="MaxPollingInterval">The longest pause between looks at an empty queue.</param>
/// <param name="Base64">Whether messages are Base64 text, the default of the real host.</param>
internal sealed record QueueSettings(
    int BatchSize, int NewBatchThreshold, TimeSpan VisibilityTimeout, int MaxDequeueCount, TimeSpan MaxPollingInterval, bool Base64);
