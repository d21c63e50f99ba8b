using System.Collections.Frozen;
using System.Diagnostics;
using Magpie.Operations;

namespace Magpie.Functions.Operations;

/// <summary>
/// Leaves on other libraries' spans only tags that hold nothing of a user: no address, no header, no text of an exception. A list of what
/// may stay, because what they write tomorrow is not known today. Listens since before the exporter does, so it sees each span first.
/// </summary>
internal sealed class Redaction : IDisposable
{
    private static readonly FrozenSet<string> Harmless = FrozenSet.Create(
        StringComparer.Ordinal,
        "http.request.method", "http.response.status_code", "http.route", "network.protocol.version", "error.type", "az.namespace", "faas.invocation_id",
        "faas.name", "faas.trigger");

    private readonly ActivityListener _listener = new()
    {
        ShouldListenTo = static source => source.Name != Telemetry.Name,
        ActivityStopped = Redact,
    };

    public void Begin() => ActivitySource.AddActivityListener(_listener);

    public void Dispose() => _listener.Dispose();

    private static void Redact(Activity span)
    {
        foreach (var (name, _) in span.TagObjects.Where(tag => !Harmless.Contains(tag.Key)).ToArray())
        {
            span.SetTag(name, null);
        }

        span.SetStatus(span.Status);
    }
}
