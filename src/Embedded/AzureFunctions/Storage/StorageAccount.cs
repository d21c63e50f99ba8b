using Azure;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>A service of a storage account, and whether it answers. Says so once each time that changes.</summary>
internal sealed partial class StorageAccount<TClient>(TClient client, string name, ILogger logger)
{
    private readonly Lock _gate = new();
    private bool _isDown;

    public TClient Client { get; } = client;

    /// <summary>The service answered.</summary>
    public void Answered()
    {
        lock (_gate)
        {
            if (_isDown)
            {
                _isDown = false;
                Log.Up(logger, name);
            }
        }
    }

    /// <summary>The service did not answer, or not what it should.</summary>
    public void Failed(Exception failure)
    {
        lock (_gate)
        {
            if (!_isDown)
            {
                _isDown = true;
                Log.Down(logger, name, Reason(failure));
            }
        }
    }

    // Not the whole message: that of a refused request repeats headers and the text that was signed.
    private static string Reason(Exception failure)
    {
        if (failure is RequestFailedException { Status: > 0 } refused)
        {
            return $"{refused.Status} {refused.ErrorCode}";
        }

        var cause = failure.GetBaseException();
        return $"{cause.GetType().Name}: {cause.Message.Split('\n')[0]}";
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Storage {Name} does not answer ({Reason}); its triggers keep trying")]
        public static partial void Down(ILogger logger, string name, string reason);

        [LoggerMessage(2, LogLevel.Information, "Storage {Name} answers again")]
        public static partial void Up(ILogger logger, string name);
    }
}
