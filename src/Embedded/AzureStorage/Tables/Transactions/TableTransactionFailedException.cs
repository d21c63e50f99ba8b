using System.Globalization;

namespace Azure.Data.Tables;

/// <summary>A transaction of which nothing was done.</summary>
public class TableTransactionFailedException : RequestFailedException
{
    public TableTransactionFailedException(RequestFailedException requestFailedException)
        : base(requestFailedException.Status, requestFailedException.Message, requestFailedException.ErrorCode, requestFailedException.InnerException)
    {
        // The service puts the action's number before its message: "3:The specified entity already exists."
        var message = requestFailedException.Message.AsSpan();
        var colon = message.IndexOf(':');
        FailedTransactionActionIndex =
            colon > 0 && int.TryParse(message[..colon], NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : null;
    }

    /// <summary>Which action could not be done, counted from 0.</summary>
    public int? FailedTransactionActionIndex { get; }
}
