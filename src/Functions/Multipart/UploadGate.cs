using Magpie.Ingest;

namespace Magpie.Functions.Multipart;

/// <summary>
/// Lets so many uploads in at once, and so many bytes of them into memory; the rest wait in order without being read, so that the network
/// holds them back, and those that would wait too long are turned away.
/// </summary>
public sealed class UploadGate(MultipartOptions options, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _places = new(options.MaxConcurrent);
    private readonly ByteBudget _memory = new(options.MaxBytesInMemory);
    private int _here;

    /// <summary>A place, to be disposed of when the upload is over; null when there is none in time.</summary>
    /// <param name="length">Bytes that are announced; null when they are not.</param>
    public async Task<UploadPlace?> EnterAsync(long? length, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _here) > options.MaxConcurrent + options.MaxWaiting)
        {
            Interlocked.Decrement(ref _here);
            return null;
        }

        UploadPlace? place = null;
        using var limit = new CancellationTokenSource(options.WaitLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            await _places.WaitAsync(either.Token);
            try
            {
                var bytes = Math.Min(length ?? options.MemoryThreshold, options.MemoryThreshold);
                return place = new UploadPlace(await _memory.TakeAsync(bytes, either.Token), Leave);
            }
            catch
            {
                _places.Release();
                throw;
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        finally
        {
            if (place is null)
            {
                Interlocked.Decrement(ref _here);
            }
        }
    }

    public void Dispose() => _places.Dispose();

    private void Leave()
    {
        _places.Release();
        Interlocked.Decrement(ref _here);
    }
}

/// <summary>The right to receive one upload, and to hold so many bytes of it in memory.</summary>
public sealed class UploadPlace : IDisposable
{
    private readonly IDisposable _share;
    private readonly Action _leave;
    private int _left;

    internal UploadPlace(IDisposable share, Action leave) => (_share, _leave) = (share, leave);

    /// <summary>Nothing of it is in memory any more: others may have that room. The place stays.</summary>
    public void ReleaseMemory() => _share.Dispose();

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _left, 1) == 0)
        {
            _share.Dispose();
            _leave();
        }
    }
}
