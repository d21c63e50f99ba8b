using System.Security.Cryptography;
using Polly;
using Polly.Retry;

namespace Magpie.Cli.Upload;

/// <summary>A call that may succeed when it is made again.</summary>
/// <param name="isOutage">The network or the service is gone, and is waited for; else a few tries are enough.</param>
internal sealed class PassingException(string sentence, bool isOutage, TimeSpan? retryAfter = null, Exception? cause = null) : Exception(sentence, cause)
{
    public bool IsOutage => isOutage;

    public TimeSpan? RetryAfter => retryAfter;
}

/// <summary>
/// Makes calls again: with growing, jittered pauses, or after what <c>Retry-After</c> says; a few times for an error, and for as long as was
/// asked when nobody answers, saying so once.
/// </summary>
internal sealed class Retries
{
    private const int MaxErrors = 6;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromMinutes(2);
    private static readonly ResiliencePropertyKey<long> Started = new("started");

    private readonly ResiliencePipeline _pipeline;
    private readonly TimeSpan _giveUpAfter;
    private readonly Action<string> _notice;
    private readonly TimeProvider _time;
    private int _isWaiting;

    public Retries(TimeSpan giveUpAfter, Action<string> notice, TimeProvider time)
    {
        (_giveUpAfter, _notice, _time) = (giveUpAfter, notice, time);
        _pipeline = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = int.MaxValue,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Randomizer = static () => RandomNumberGenerator.GetInt32(1 << 24) / (double)(1 << 24),
                Delay = FirstPause,
                MaxDelay = LongestPause,
                ShouldHandle = arguments => new(IsWorthATry(arguments)),
                DelayGenerator = static arguments => new(Asked(arguments.Outcome.Exception)),
                OnRetry = Say,
            })
            .Build();
    }

    /// <summary>Makes the call until it succeeds.</summary>
    /// <exception cref="CommandException">It did not, in time.</exception>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(Started, _time.GetTimestamp());
        try
        {
            var result = await _pipeline.ExecuteAsync(async inner => await call(inner.CancellationToken), context);
            if (Interlocked.Exchange(ref _isWaiting, 0) == 1)
            {
                _notice("It answers again; going on.");
            }

            return result;
        }
        catch (PassingException error) when (error.IsOutage)
        {
            throw new CommandException(
                $"{error.Message} for {Words.Time(_giveUpAfter)}; nothing is lost, the same command goes on where this one stopped.", ExitCodes.Failed);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private static TimeSpan? Asked(Exception? error) =>
        (error as PassingException)?.RetryAfter is { } asked ? (asked < LongestRetryAfter ? asked : LongestRetryAfter) : null;

    private bool IsWorthATry(RetryPredicateArguments<object> arguments) => arguments.Outcome.Exception switch
    {
        PassingException { IsOutage: true } => _time.GetElapsedTime(arguments.Context.Properties.GetValue(Started, 0)) < _giveUpAfter,
        PassingException => arguments.AttemptNumber < MaxErrors,
        _ => false,
    };

    private ValueTask Say(OnRetryArguments<object> arguments)
    {
        if (arguments.Outcome.Exception is PassingException { IsOutage: true } error && arguments.AttemptNumber > 0 && Interlocked.Exchange(ref _isWaiting, 1) == 0)
        {
            _notice($"{error.Message}; waiting for up to {Words.Time(_giveUpAfter)}.");
        }

        return default;
    }
}
