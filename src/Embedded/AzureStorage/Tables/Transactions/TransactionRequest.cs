using System.Buffers;
using System.Globalization;
using System.Text;
using Azure.Core;
using Azure.Data.Tables.Entities;

namespace Azure.Data.Tables.Transactions;

/// <summary>
/// An entity-group transaction as the service wants it: multipart/mixed with one changeset, each change an HTTP request of its own
/// (learn.microsoft.com/rest/api/storageservices/performing-entity-group-transactions).
/// </summary>
internal static class TransactionRequest
{
    // Bodies are JSON, in which a line cannot start with a dash: no boundary can occur in them.
    private const string Batch = "batch_a1e9d677-b28b-435e-a89e-87e6a768a431";
    private const string Changeset = "changeset_8a28b620-b4bb-458c-a177-0959fb14c977";

    /// <summary>Most actions of a transaction, by the service's rules.</summary>
    private const int MaxActions = 100;

    public static void Write(Request request, Uri service, string table, TableTransactionAction[] actions)
    {
        if (actions.Length is 0 or > MaxActions)
        {
            throw new InvalidOperationException($"A transaction has 1 to {MaxActions} actions; this one has {actions.Length}.");
        }

        var buffer = new ArrayBufferWriter<byte>(4096);
        Text(buffer, $"--{Batch}\r\nContent-Type: multipart/mixed; boundary={Changeset}\r\n\r\n");
        var address = new StringBuilder(service.GetLeftPart(UriPartial.Path).TrimEnd('/')).Append('/').ToString();
        for (var i = 0; i < actions.Length; i++)
        {
            Text(buffer, $"--{Changeset}\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\nContent-ID: {i}\r\n\r\n");
            WriteAction(buffer, address, table, actions[i]);
        }

        Text(buffer, $"--{Changeset}--\r\n--{Batch}--\r\n");
        request.Headers.SetValue("Content-Type", $"multipart/mixed; boundary={Batch}");
        request.Content = RequestContent.Create(buffer.WrittenMemory);
    }

    private static void WriteAction(ArrayBufferWriter<byte> buffer, string address, string table, TableTransactionAction action)
    {
        var entity = action.Entity;
        var method = action.ActionType switch
        {
            TableTransactionActionType.Add => "POST",
            TableTransactionActionType.UpdateMerge or TableTransactionActionType.UpsertMerge => "PATCH",
            TableTransactionActionType.Delete => "DELETE",
            _ => "PUT",
        };
        var path = action.ActionType == TableTransactionActionType.Add
            ? table
            : TableRequests.EntityPath(table, entity.PartitionKey, entity.RowKey);
        Text(buffer, $"{method} {address}{path} HTTP/1.1\r\nAccept: application/json;odata=minimalmetadata\r\nDataServiceVersion: 3.0\r\n");
        if (action.ActionType is TableTransactionActionType.UpdateMerge or TableTransactionActionType.UpdateReplace or TableTransactionActionType.Delete)
        {
            var etag = action.ETag == default ? ETag.All : action.ETag;
            Text(buffer, $"If-Match: {etag.ToString("H")}\r\n");
        }

        if (action.ActionType == TableTransactionActionType.Delete)
        {
            Text(buffer, "\r\n");
            return;
        }

        var body = new ArrayBufferWriter<byte>(1024);
        EntityJson.Write(body, entity);
        Text(buffer, action.ActionType == TableTransactionActionType.Add ? "Prefer: return-no-content\r\n" : "");
        Text(buffer, string.Create(CultureInfo.InvariantCulture, $"Content-Type: application/json\r\nContent-Length: {body.WrittenCount}\r\n\r\n"));
        buffer.Write(body.WrittenSpan);
        Text(buffer, "\r\n");
    }

    private static void Text(IBufferWriter<byte> buffer, string text) => Encoding.UTF8.GetBytes(text, buffer);
}
