namespace Magpie.Ingest;

/// <summary>One at a time for each asset, within this process.</summary>
internal sealed class Turns
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Account, string Id), Turn> _running = [];

    /// <summary>Waits until nobody works on the asset; disposing what is answered lets the next one in.</summary>
    public async Task<IDisposable> TakeAsync((string Account, string Id) asset, CancellationToken cancellationToken)
    {
        while (true)
        {
            Turn? before;
            lock (_gate)
            {
                if (!_running.TryGetValue(asset, out before))
                {
                    return _running[asset] = new Turn(this, asset);
                }
            }

            await before.Over.WaitAsync(cancellationToken);
        }
    }

    private sealed class Turn(Turns owner, (string Account, string Id) asset) : IDisposable
    {
        private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Over => _over.Task;

        public void Dispose()
        {
            lock (owner._gate)
            {
                owner._running.Remove(asset);
            }

            _over.TrySetResult();
        }
    }
}
