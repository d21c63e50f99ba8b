using Magpie.Operations;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Magpie.Tagging;

/// <summary>Asks one pack whose answer a decoder reads. A pack that fails is logged and answers nothing.</summary>
public sealed partial class PackRunner(PackRegistry registry, IOptions<TaggingOptions> options, TimeProvider time, ILogger<PackRunner> logger)
{
    /// <summary>The pack for a task whose answer can be read: the option's, else the first by id; null when there is none.</summary>
    /// <param name="decoders">What reads it, any of them; null for a plain tensor.</param>
    public ModelPack? For(string task, params string?[] decoders) => registry.FirstFor(task, pack => decoders.Contains(pack.Manifest.Decoder));

    /// <summary>What is read from the answer; null when the pack fails. Occupies its thread.</summary>
    /// <exception cref="OperationCanceledException">The caller's token fired.</exception>
    internal T? Ask<T>(ModelPack pack, Func<InputTensor> draw, Func<PackAnswer, T> read, CancellationToken cancellationToken)
        where T : class
    {
        using var timeout = new CancellationTokenSource(options.Value.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        var started = Telemetry.StartModel();
        try
        {
            if (registry.Open(pack) is not { } session)
            {
                return null;
            }

            using var input = draw();
            using var answer = session.Run(input.Value, either.Token);
            var result = read(answer);
            Telemetry.EndModel(started, pack.Name, answered: true);
            return result;
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            Telemetry.EndModel(started, pack.Name, answered: false);
            Log.Failed(logger, failure, pack.Name, timeout.IsCancellationRequested);
            return null;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The model pack {Pack} failed. Timed out: {TimedOut}")]
        public static partial void Failed(ILogger logger, Exception exception, string pack, bool timedOut);
    }
}
