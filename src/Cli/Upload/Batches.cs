using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Magpie.Cli.Upload;

/// <summary>Groups what comes through a channel.</summary>
internal static class Batches
{
    /// <summary>Groups of at most <paramref name="size"/>; a smaller one when nothing else comes in time, or at the end.</summary>
    public static async IAsyncEnumerable<IReadOnlyList<T>> ReadAsync<T>(
        ChannelReader<T> reader, int size, TimeSpan patience, TimeProvider time, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await reader.WaitToReadAsync(cancellationToken))
        {
            List<T> batch = [];
            using var enough = new CancellationTokenSource(patience, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(enough.Token, cancellationToken);
            try
            {
                do
                {
                    while (batch.Count < size && reader.TryRead(out var next))
                    {
                        batch.Add(next);
                    }
                }
                while (batch.Count < size && await reader.WaitToReadAsync(either.Token));
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // What there is, then.
            }

            yield return batch;
        }
    }
}
