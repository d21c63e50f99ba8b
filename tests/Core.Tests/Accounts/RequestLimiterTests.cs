using Magpie.Accounts;
using Magpie.Tests.Support;

namespace Magpie.Core.Tests.Accounts;

public sealed class RequestLimiterTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public void A_burst_passes_then_one_request_a_second()
    {
        var limiter = new RequestLimiter(new AccountOptions { RequestsPerMinute = 60, Burst = 3 }, _time);
        for (var n = 0; n < 3; n++)
        {
            limiter.Take("a").ShouldBeNull();
        }

        limiter.Take("a").ShouldBe(TimeSpan.FromSeconds(1));
        limiter.Take("b").ShouldBeNull();
        _time.Advance(TimeSpan.FromSeconds(1));
        limiter.Take("a").ShouldBeNull();
        limiter.Take("a").ShouldNotBeNull();
    }

    [Fact]
    public void A_quiet_account_saves_up_no_more_than_a_burst()
    {
        var limiter = new RequestLimiter(new AccountOptions { RequestsPerMinute = 60, Burst = 2 }, _time);
        limiter.Take("a");
        _time.Advance(TimeSpan.FromHours(1));
        limiter.Take("a").ShouldBeNull();
        limiter.Take("a").ShouldBeNull();
        limiter.Take("a").ShouldNotBeNull();
    }

    [Fact]
    public void The_number_of_buckets_is_bounded()
    {
        var limiter = new RequestLimiter(new AccountOptions(), _time);
        for (var n = 0; n < 25_000; n++)
        {
            limiter.Take($"a{n}");
        }

        limiter.Buckets.ShouldBeLessThanOrEqualTo(10_000);
    }
}
