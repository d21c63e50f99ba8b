namespace Magpie.Functions.Assets;

/// <summary>Merges sequences that are each in order into one in order, reading from each only as far as is asked for.</summary>
internal static class OrderedMerge
{
    public static async IAsyncEnumerable<T> MergeAsync<T>(
        IReadOnlyList<IAsyncEnumerable<T>> sources,
        Func<T, string> key,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var readers = sources.Select(source => source.GetAsyncEnumerator(cancellationToken)).ToArray();
        try
        {
            // The first page of each is on its way at the same time.
            var more = await Task.WhenAll(readers.Select(reader => reader.MoveNextAsync().AsTask()));
            while (true)
            {
                var least = -1;
                for (var i = 0; i < readers.Length; i++)
                {
                    if (more[i] && (least < 0 || string.CompareOrdinal(key(readers[i].Current), key(readers[least].Current)) < 0))
                    {
                        least = i;
                    }
                }

                if (least < 0)
                {
                    yield break;
                }

                yield return readers[least].Current;
                more[least] = await readers[least].MoveNextAsync();
            }
        }
        finally
        {
            foreach (var reader in readers)
            {
                await reader.DisposeAsync();
            }
        }
    }
}
