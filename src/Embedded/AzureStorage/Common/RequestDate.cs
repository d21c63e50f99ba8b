using System.Globalization;

namespace Azure.Storage.Common;

/// <summary>The time as HTTP writes it (RFC 1123), formatted once a second.</summary>
internal sealed class RequestDate(TimeProvider time)
{
    private Stamp _last = new(-1, "");

    public string Now()
    {
        var now = time.GetUtcNow();
        var second = now.Ticks / TimeSpan.TicksPerSecond;
        var last = Volatile.Read(ref _last);
        if (last.Second != second)
        {
            last = new Stamp(second, now.ToString("R", CultureInfo.InvariantCulture));
            Volatile.Write(ref _last, last);
        }

        return last.Text;
    }

    private sealed record Stamp(long Second, string Text);
}
