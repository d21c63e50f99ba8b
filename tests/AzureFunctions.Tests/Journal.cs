using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Magpie.AzureFunctions.Tests;

/// <summary>What functions did, in order; tests wait for entries with a deadline.</summary>
public sealed class Journal
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly ConcurrentQueue<string> _entries = [];
    private readonly Channel<string> _news = Channel.CreateUnbounded<string>();

    /// <summary>What a function does when it is called: fail, block, anything. By default nothing.</summary>
    public Func<string, CancellationToken, Task> Behaviour { get; set; } = static (_, _) => Task.CompletedTask;

    public IReadOnlyCollection<string> Entries => _entries;

    public async Task RunAsync(string entry, CancellationToken cancellationToken)
    {
        _entries.Enqueue(entry);
        await _news.Writer.WriteAsync(entry, cancellationToken);
        await Behaviour(entry, cancellationToken);
    }

    public void Clear() => _entries.Clear();

    /// <summary>Waits for the next so many entries.</summary>
    public async Task<string[]> NextAsync(int count)
    {
        using var limit = new CancellationTokenSource(Deadline);
        var entries = new string[count];
        for (var i = 0; i < count; i++)
        {
            try
            {
                entries[i] = await _news.Reader.ReadAsync(limit.Token);
            }
            catch (OperationCanceledException late)
            {
                throw new TimeoutException($"Waited for entry {i + 1} of {count}; so far: {string.Join(", ", _entries)}", late);
            }
        }

        return entries;
    }

    /// <summary>Waits until something is so.</summary>
    public static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var limit = new CancellationTokenSource(Deadline);
        while (!await condition())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), limit.Token);
        }
    }
}
