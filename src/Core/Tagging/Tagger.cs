using Magpie.Imaging;
using Magpie.Operations;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Magpie.Tagging;

/// <summary>
/// Tags images with the installed packs. A pack that fails costs its tags, never the upload: with none left the answer is
/// <see cref="TaggingResult.Unavailable"/>.
/// </summary>
public sealed partial class Tagger : IDisposable
{
    private readonly PackRegistry _registry;
    private readonly TaggingOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<Tagger> _logger;
    private readonly SemaphoreSlim _slots;

    public Tagger(PackRegistry registry, IOptions<TaggingOptions> options, TimeProvider time, ILogger<Tagger> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_registry, _options, _time, _logger) = (registry, options.Value, time, logger);
        _slots = new(_options.Concurrency > 0 ? _options.Concurrency : Environment.ProcessorCount);
    }

    /// <summary>The tags of all packs, and one embedding.</summary>
    /// <exception cref="OperationCanceledException">The caller's token fired.</exception>
    public async Task<TaggingResult> TagAsync(DecodedImage image, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(image);
        var packs = _registry.Taggers;
        if (packs.Count == 0)
        {
            return TaggingResult.Unavailable;
        }

        await _slots.WaitAsync(cancellationToken);
        try
        {
            using var tensors = new ImageTensors(image.ResizeTo);
            return Result(AskAll(packs, tensors, cancellationToken));
        }
        finally
        {
            _slots.Release();
        }
    }

    /// <summary>Every score of every pack that tags; those that require a tag only when another pack has found it. Empty when none answers.</summary>
    /// <exception cref="OperationCanceledException">The caller's token fired.</exception>
    public async Task<IReadOnlyList<PackScores>> ScoreAsync(DecodedImage image, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(image);
        await _slots.WaitAsync(cancellationToken);
        try
        {
            using var tensors = new ImageTensors(image.ResizeTo);
            return AskAll(_registry.Taggers, tensors, cancellationToken);
        }
        finally
        {
            _slots.Release();
        }
    }

    /// <summary>Every score of one pack of fixed input size, whatever it requires; null when the pack fails, which is logged.</summary>
    /// <exception cref="OperationCanceledException">The caller's token fired.</exception>
    public async Task<PackScores?> ScoreAsync(DecodedImage image, ModelPack pack, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(pack);
        await _slots.WaitAsync(cancellationToken);
        try
        {
            using var tensors = new ImageTensors(image.ResizeTo);
            return Ask(pack, tensors, cancellationToken);
        }
        finally
        {
            _slots.Release();
        }
    }

    public void Dispose() => _slots.Dispose();

    /// <summary>Packs that require a tag wait until another pack has found it; those whose tag nobody finds are not asked.</summary>
    private List<PackScores> AskAll(IReadOnlyList<ModelPack> packs, ImageTensors tensors, CancellationToken cancellationToken)
    {
        var answers = new List<PackScores>();
        var found = new FoundTags();
        var waiting = packs.ToList();
        while (waiting.Find(pack => found.Meet(pack.Manifest.Requires)) is { } next)
        {
            waiting.Remove(next);
            if (Ask(next, tensors, cancellationToken) is { } answer)
            {
                answers.Add(answer);
                found.Add(answer.Tags("en"));
            }
        }

        return answers;
    }

    private PackScores? Ask(ModelPack pack, ImageTensors tensors, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(_options.Timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        var started = Telemetry.StartModel();
        try
        {
            if (_registry.Open(pack) is not { } session)
            {
                return null;
            }

            using var answer = session.Run(tensors.For(pack.Manifest.Input), either.Token);
            var scores = PackScores.From(pack, answer);
            Telemetry.EndModel(started, pack.Name, answered: true);
            return scores;
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            Telemetry.EndModel(started, pack.Name, answered: false);
            Log.Failed(_logger, failure, pack.Name, timeout.IsCancellationRequested);
            return null;
        }
    }

    private TaggingResult Result(List<PackScores> answers)
    {
        if (answers.Count == 0)
        {
            return TaggingResult.Unavailable;
        }

        var embedded = _options.EmbeddingPack is { } id
            ? answers.Find(answer => IsStored(answer.Embedding) && string.Equals(answer.Pack.Manifest.Id, id, StringComparison.Ordinal))
            : answers.Where(answer => IsStored(answer.Embedding) && answer.Pack.Manifest.Requires.Count == 0).MaxBy(answer => answer.Embedding!.Length);
        return new(
            TaggingResult.Done,
            string.Join(',', answers.Select(answer => answer.Pack.Name)),
            [.. TagMerge.ByConfidence(answers.SelectMany(answer => answer.Tags(_options.Language))).Take(TaggingResult.MaxTags)],
            embedded?.Embedding,
            embedded?.Embedding is null ? null : embedded.Pack.Name);
    }

    private static bool IsStored(float[]? embedding) => embedding is { Length: <= TaggingResult.MaxEmbedding };

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The model pack {Pack} failed; the image is tagged without it. Timed out: {TimedOut}")]
        public static partial void Failed(ILogger logger, Exception exception, string pack, bool timedOut);
    }
}
