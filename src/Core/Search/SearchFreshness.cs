using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Magpie.Search;

/// <summary>
/// Sees to it that what was added by a request is found at once, and what was removed is gone at once, though searches do not ask storage each time whether anything changed. On this instance the next
/// search asks again (also after other changes: <see cref="SearchedCatalogue"/>); others are waited for.
/// </summary>
public sealed partial class SearchFreshness(
    AccountIndexes indexes, ISearchReaders readers, IOptions<SearchOptions> options, TimeProvider time, ILogger<SearchFreshness> logger)
{
    /// <summary>A request is answered that made assets ready: the next search on this instance finds them.</summary>
    public void Added(string account) => indexes.Expire(account);

    /// <summary>
    /// Assets were removed: when this has ended, no search that begins on any instance shows them. Takes one read, and where other instances search the
    /// account, <see cref="SearchOptions.MaxAge"/>.
    /// </summary>
    public async Task GoneAsync(string account, CancellationToken cancellationToken)
    {
        var committed = time.GetTimestamp();
        if (options.Value.MaxAge == TimeSpan.Zero || !await HasOthersAsync(account, cancellationToken))
        {
            return;
        }

        var left = options.Value.MaxAge - time.GetElapsedTime(committed);
        if (left > TimeSpan.Zero)
        {
            await Task.Delay(left, time, cancellationToken);
        }
    }

    /// <summary>Also where nobody can tell.</summary>
    private async Task<bool> HasOthersAsync(string account, CancellationToken cancellationToken)
    {
        try
        {
            return await readers.HasOthersAsync(account, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Log.Unknown(logger, account, exception.Message);
            return true;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Whether other instances search {Account} could not be read, so they are waited for: {Reason}")]
        public static partial void Unknown(ILogger logger, string account, string reason);
    }
}
