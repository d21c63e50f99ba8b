using System.Collections.Concurrent;
using System.Globalization;
using Magpie.Functions.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Magpie.Functions.Imagga;

/// <summary>What an account may ask: so much at once, of each instance, and so much in a calendar month (UTC).</summary>
public sealed class UsageLimits(UsageStore usage, IOptions<ImaggaOptions> options, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, int> _now = new(StringComparer.Ordinal);

    /// <summary>Requests of an account that are being worked on here.</summary>
    public int NowOf(string account) => _now.GetValueOrDefault(account);

    /// <summary>A place to be left again; null when there is none.</summary>
    internal Place? Enter(string account)
    {
        var most = options.Value.Of(account).Concurrency;
        var now = _now.AddOrUpdate(account, 1, static (_, count) => count + 1);
        var place = new Place(this, account);
        if (now <= most)
        {
            return place;
        }

        place.Dispose();
        return null;
    }

    /// <summary>The refusal when the month's images are used up; null when they are not.</summary>
    internal async Task<ImaggaAnswer?> RefusalAsync(string account, CancellationToken cancellationToken)
    {
        if (options.Value.Of(account).Monthly is not { } limit)
        {
            return null;
        }

        var today = time.GetUtcNow();
        var start = new DateTimeOffset(today.Year, today.Month, 1, 0, 0, 0, TimeSpan.Zero);
        var processed = (await usage.DaysAsync(account, start, cancellationToken)).Sum(day => day.Processed);
        return processed < limit ? null : ImaggaAnswer.Of(UsedUp(limit, start.AddMonths(1), today));
    }

    private static Problem UsedUp(long limit, DateTimeOffset next, DateTimeOffset now) => new(
        StatusCodes.Status403Forbidden,
        "monthly-limit",
        string.Create(CultureInfo.InvariantCulture, $"The {limit:N0} images of this month are used up. The next month begins at {next:yyyy-MM-dd} 00:00 UTC."))
    {
        RetryAfter = next - now,
    };

    private void Leave(string account)
    {
        while (_now.TryGetValue(account, out var count))
        {
            if (count == 1 ? _now.TryRemove(new(account, 1)) : _now.TryUpdate(account, count - 1, count))
            {
                return;
            }
        }
    }

    internal sealed class Place(UsageLimits owner, string account) : IDisposable
    {
        private int _left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0)
            {
                owner.Leave(account);
            }
        }
    }
}
