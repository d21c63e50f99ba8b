using Azure;
using Azure.Identity;

namespace Magpie.Functions.Storage;

/// <summary>Tells failures of storage from our own mistakes.</summary>
internal static class StorageFailures
{
    /// <summary>Storage's own words: not reachable, too slow, refusing us, or without the tables it should have.</summary>
    public static bool IsAway(Exception exception) => exception switch
    {
        RequestFailedException { Status: 0 or 401 or 403 or 404 or 408 or 429 or >= 500 } or AuthenticationFailedException => true,
        AggregateException aggregate => aggregate.InnerExceptions.Count > 0 && aggregate.InnerExceptions.All(IsAway),
        _ => false,
    };

    /// <summary>The same, or what a connection may end with, whosever it was.</summary>
    public static bool MayBeAway(Exception exception) => exception switch
    {
        TimeoutException or HttpRequestException or IOException or OperationCanceledException => true,
        AggregateException aggregate => aggregate.InnerExceptions.Count > 0 && aggregate.InnerExceptions.All(MayBeAway),
        _ => IsAway(exception),
    };
}
