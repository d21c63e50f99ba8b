using System.Security.Cryptography;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Growing pauses between tries, each off by up to a fifth so that hosts do not march in step.</summary>
/// <param name="first">The first pause.</param>
/// <param name="longest">No pause is longer.</param>
/// <param name="factor">What each pause is of the one before.</param>
internal sealed class Backoff(TimeSpan first, TimeSpan longest, double factor = 2)
{
    private TimeSpan? _next;

    /// <summary>The pause to make now; the one after it is longer.</summary>
    public TimeSpan Next()
    {
        var now = _next ?? first;
        _next = now * factor < longest ? now * factor : longest;
        var jittered = now * (0.8 + (RandomNumberGenerator.GetInt32(400) / 1000.0));
        return jittered < longest ? jittered : longest;
    }

    /// <summary>Begins again with the first pause.</summary>
    public void Reset() => _next = null;
}
