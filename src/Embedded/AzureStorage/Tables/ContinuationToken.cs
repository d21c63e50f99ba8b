using Azure.Storage.Common;

namespace Azure.Data.Tables;

/// <summary>Where a query goes on: the next partition and row as the service encodes them, with a space between.</summary>
internal static class ContinuationToken
{
    public static string? Of(Response response)
    {
        var partition = response.Headers.Text("x-ms-continuation-NextPartitionKey");
        var row = response.Headers.Text("x-ms-continuation-NextRowKey");
        return partition is null && row is null ? null : $"{partition} {row}";
    }

    public static (string? Partition, string? Row) Parse(string? token)
    {
        if (token is null)
        {
            return (null, null);
        }

        var space = token.IndexOf(' ', StringComparison.Ordinal);
        return space < 0 ? (token, null) : (token[..space], token[(space + 1)..]);
    }
}
