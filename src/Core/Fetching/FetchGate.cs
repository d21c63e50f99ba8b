using Magpie.Ingest;

namespace Magpie.Fetching;

/// <summary>
/// Lets so many fetches run at once; the rest wait in order, and those that would wait too long are turned away. A place holds a small
/// file; a larger one takes its share of a common budget once, so that no two fetches can wait for each other.
/// </summary>
public sealed class FetchGate(FetchOptions options, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _places = new(options.MaxConcurrent);
    private readonly ByteBudget _large = new(options.MaxBytesInMemory);
    private int _here;

    /// <summary>A place, to be disposed of when the file is no longer used; null when there is none in time.</summary>
    public async Task<FetchPlace?> EnterAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _here) > options.MaxConcurrent + options.MaxWaiting
            || !await IsFreeAsync(cancellationToken))
        {
            Interlocked.Decrement(ref _here);
            return null;
        }

        return new FetchPlace(_large, options.SmallBytes, Leave);
    }

    public void Dispose() => _places.Dispose();

    private async Task<bool> IsFreeAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(options.WaitLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            await _places.WaitAsync(either.Token);
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
        catch
        {
            Interlocked.Decrement(ref _here);
            throw;
        }
    }

    private void Leave()
    {
        _places.Release();
        Interlocked.Decrement(ref _here);
    }
}

/// <summary>The right to fetch one file and to hold it.</summary>
public sealed class FetchPlace : IDisposable
{
    private readonly ByteBudget _large;
    private readonly Action _leave;
    private readonly int _small;
    private IDisposable? _share;
    private int _left;

    internal FetchPlace(ByteBudget large, int small, Action leave) => (_large, Room, _small, _leave) = (large, small, small, leave);

    /// <summary>Bytes that may be held.</summary>
    public int Room { get; private set; }

    /// <summary>Makes room for all the file may have, when the small room is full; waits until there is. Once, until <see cref="BeginAgain"/>.</summary>
    public async Task EnlargeAsync(int bytes, CancellationToken cancellationToken)
    {
        if (_share is null && bytes > Room)
        {
            _share = await _large.TakeAsync(bytes, cancellationToken);
            Room = bytes;
        }
    }

    /// <summary>Gives back what was made room for: what is fetched once more may be larger.</summary>
    public void BeginAgain()
    {
        _share?.Dispose();
        (_share, Room) = (null, _small);
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _left, 1) == 0)
        {
            _share?.Dispose();
            _leave();
        }
    }
}
