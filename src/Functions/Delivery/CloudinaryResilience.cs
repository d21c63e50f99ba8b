using Magpie.Delivery;
using Magpie.Operations;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;

namespace Magpie.Functions.Delivery;

/// <summary>
/// Retries with growing, jittered pauses, honouring <c>Retry-After</c> up to a limit; and a breaker that keeps all instances' threads
/// from waiting on a service that is down, for seconds at a time.
/// </summary>
internal static class CloudinaryResilience
{
    private static readonly TimeSpan Sampling = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Break = TimeSpan.FromSeconds(10);

    /// <summary>Calls within <see cref="Sampling"/> below which nothing is concluded.</summary>
    private const int FewestCalls = 20;

    public static ResiliencePipeline<CloudinaryOutcome> Create(
        DeliveryOptions options, TimeProvider time, Random jitter, CircuitBreakerStateProvider breaker)
    {
        var builder = new ResiliencePipelineBuilder<CloudinaryOutcome> { TimeProvider = new MonotonicTime(time) };
        if (options.Retries > 0)
        {
            builder.AddRetry(new RetryStrategyOptions<CloudinaryOutcome>
            {
                MaxRetryAttempts = options.Retries,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Randomizer = jitter.NextDouble,
                Delay = options.RetryDelay,
                MaxDelay = options.LongestRetryDelay,
                ShouldHandle = arguments => new(MayPass(arguments.Outcome, options)),
                OnRetry = _ =>
                {
                    Telemetry.Retried(RetriedWork.Cloudinary);
                    return default;
                },
                DelayGenerator = arguments => new(Asked(arguments.Outcome)),
            });
        }

        return builder.AddCircuitBreaker(new CircuitBreakerStrategyOptions<CloudinaryOutcome>
        {
            FailureRatio = 0.9,
            MinimumThroughput = FewestCalls,
            SamplingDuration = Sampling,
            BreakDuration = Break,
            StateProvider = breaker,
            ShouldHandle = arguments => new(arguments.Outcome.Result?.Error is { Code: DeliveryErrorCodes.Unavailable }),
        }).Build();
    }

    private static bool MayPass(Outcome<CloudinaryOutcome> outcome, DeliveryOptions options) =>
        (outcome.Exception is BrokenCircuitException
            || outcome.Result is { IsFinal: false, Error.Code: DeliveryErrorCodes.Throttled or DeliveryErrorCodes.Unavailable })
        && (Asked(outcome) ?? TimeSpan.Zero) <= options.LongestRetryDelay;

    private static TimeSpan? Asked(Outcome<CloudinaryOutcome> outcome) =>
        outcome.Exception is BrokenCircuitException broken ? broken.RetryAfter : outcome.Result?.Error?.RetryAfter;
}
