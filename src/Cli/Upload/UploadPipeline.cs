using System.Threading.Channels;

namespace Magpie.Cli.Upload;

/// <summary>
/// From the walk of the folders to the hashes to the places to the bytes to the states, each stage with a bounded channel before it: a slow
/// stage slows those before it, and what is held in memory does not grow with the number of files.
/// </summary>
internal sealed class UploadPipeline(UploadSettings settings, MagpieApi api, BlobSender sender, Journal journal, UploadTally tally, TimeProvider time)
{
    /// <summary>Files that have arrived and not settled; of more, the next bytes wait.</summary>
    public const int MaxUnsettled = 1_000;

    private const int MaxFound = 256;
    private const int MaxHashed = 2 * MagpieApi.MaxFiles;
    private const int MaxPlaced = MagpieApi.MaxFiles;
    private const int MaxPlacesAFile = 3;

    /// <summary>How long a request for places waits until it is full.</summary>
    private static readonly TimeSpan BatchPatience = TimeSpan.FromSeconds(1);

    private readonly Channel<LocalFile> _found = Bounded<LocalFile>(MaxFound);
    private readonly Channel<HashedFile> _hashed = Bounded<HashedFile>(MaxHashed);
    private readonly Channel<Placed> _placed = Bounded<Placed>(MaxPlaced);
    private readonly Channel<Arrival> _arrived = Bounded<Arrival>(MaxUnsettled);
    private readonly FileInspector _inspector = new(journal);
    private readonly Placement _placement = new(api, journal, settings, time);

    /// <summary>Until every file has come to an end.</summary>
    /// <exception cref="CommandException">Going on makes no sense; what was sent is remembered.</exception>
    public async Task RunAsync(IAsyncEnumerable<LocalFile> files, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task[] stages =
        [
            StageAsync(token => FindAsync(files, token), _found.Writer, stop),
            StageAsync(HashAsync, _hashed.Writer, stop),
            StageAsync(PlaceAsync, _placed.Writer, stop),
            StageAsync(SendAsync, _arrived.Writer, stop),
            StageAsync<Arrival>(token => new Settling(api, journal, tally, settings.GiveUpAfter, time).RunAsync(_arrived.Reader, token), null, stop),
        ];
        try
        {
            await Task.WhenAll(stages);
        }
        catch (OperationCanceledException)
        {
            // One stage's fault stops the others: the fault counts.
            cancellationToken.ThrowIfCancellationRequested();
            await Task.WhenAll(stages.Where(stage => stage.IsFaulted));
            throw;
        }
    }

    private static Channel<T> Bounded<T>(int capacity) => Channel.CreateBounded<T>(capacity);

    private static async Task StageAsync<T>(Func<CancellationToken, Task> run, ChannelWriter<T>? next, CancellationTokenSource stop)
    {
        try
        {
            await run(stop.Token);
            next?.Complete();
        }
        catch
        {
            await stop.CancelAsync();
            throw;
        }
    }

    private async Task FindAsync(IAsyncEnumerable<LocalFile> files, CancellationToken cancellationToken)
    {
        await foreach (var file in files.WithCancellation(cancellationToken))
        {
            tally.Met();
            await _found.Writer.WriteAsync(file, cancellationToken);
        }

        tally.IsWalked = true;
    }

    private Task HashAsync(CancellationToken cancellationToken)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = Math.Clamp(Environment.ProcessorCount, 1, 4), CancellationToken = cancellationToken };
        return Parallel.ForEachAsync(_found.Reader.ReadAllAsync(cancellationToken), options, async (file, token) =>
        {
            var (hashed, reason) = await _inspector.InspectAsync(file, token);
            if (hashed is null)
            {
                tally.End(new FileOutcome(file.Path, Outcome.Skipped, file.Bytes, Reason: reason));
                return;
            }

            await _hashed.Writer.WriteAsync(hashed, token);
        });
    }

    private async Task PlaceAsync(CancellationToken cancellationToken)
    {
        await foreach (var batch in Batches.ReadAsync(_hashed.Reader, MagpieApi.MaxFiles, BatchPatience, time, cancellationToken))
        {
            foreach (var placed in await _placement.PlaceAsync(batch, cancellationToken))
            {
                if (placed.Outcome is { } outcome)
                {
                    tally.End(outcome);
                    continue;
                }

                if (placed.Place is not null)
                {
                    tally.Expect(placed.File.File);
                }

                await _placed.Writer.WriteAsync(placed, cancellationToken);
            }
        }
    }

    private Task SendAsync(CancellationToken cancellationToken)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = settings.Concurrency, CancellationToken = cancellationToken };
        return Parallel.ForEachAsync(_placed.Reader.ReadAllAsync(cancellationToken), options, async (placed, token) =>
        {
            if (await SendAsync(placed, token) is { } arrival)
            {
                await _arrived.Writer.WriteAsync(arrival, token);
            }
        });
    }

    /// <summary>What to wait for; null when the file has come to an end.</summary>
    private async Task<Arrival?> SendAsync(Placed placed, CancellationToken cancellationToken)
    {
        var progress = tally.Begin(placed.File.File);
        try
        {
            for (var places = 1; placed.Place is { } place; places++)
            {
                using (place)
                {
                    try
                    {
                        await sender.SendAsync(place, progress, cancellationToken);
                        return new Arrival(placed.File.File, placed.File.Sha256, place.Id);
                    }
                    catch (PlaceGoneException) when (places < MaxPlacesAFile)
                    {
                        progress.Restart();
                        placed = await _placement.PlaceAnewAsync(placed.File, cancellationToken);
                    }
                }
            }

            if (placed.Outcome is { } outcome)
            {
                tally.End(outcome);
            }

            return placed.AwaitedId is { } awaited
                ? new Arrival(placed.File.File, placed.File.Sha256, awaited) { IsRetried = placed.IsRetried }
                : null;
        }
        catch (PlaceGoneException)
        {
            tally.End(Failed(placed.File, "the service ends its places before the bytes arrive; try again"));
            return null;
        }
        catch (FileChangedException error)
        {
            tally.End(Failed(placed.File, $"{error.Message}; the same command tries it again"));
            return null;
        }
        catch (PassingException error)
        {
            tally.End(Failed(placed.File, $"{error.Message}; the same command tries it again"));
            return null;
        }
        finally
        {
            tally.Finish(progress);
        }
    }

    private static FileOutcome Failed(HashedFile file, string reason) => new(file.File.Path, Outcome.Failed, file.File.Bytes, Reason: reason);
}
