using Azure.Core;
using Azure.Data.Tables.Entities;
using Azure.Data.Tables.Models;
using Azure.Storage.Common;

namespace Azure.Data.Tables;

/// <summary>Paths and requests of the table service.</summary>
internal static class TableRequests
{
    /// <summary>An entity's path below the service: <c>table(PartitionKey='…',RowKey='…')</c>.</summary>
    public static string EntityPath(string table, string partitionKey, string rowKey)
    {
        ArgumentNullException.ThrowIfNull(partitionKey);
        ArgumentNullException.ThrowIfNull(rowKey);
        return $"{table}(PartitionKey='{Key(partitionKey)}',RowKey='{Key(rowKey)}')";
    }

    public static HttpMessage CreateTable(TableAccess access, Uri service, string table)
    {
        var message = access.CreateMessage(RequestMethod.Post, service, "Tables");
        message.Request.Headers.SetValue("Content-Type", "application/json");
        message.Request.Headers.SetValue("Prefer", "return-no-content");
        message.Request.Content = RequestContent.Create(BinaryData.FromObjectAsJson(new { TableName = table }));
        return message;
    }

    public static async Task<Response<TableItem>> CreateTableIfNotExistsAsync(
        TableAccess access, Uri service, string table, CancellationToken cancellationToken)
    {
        using var message = CreateTable(access, service, table);
        var response = await access.SendAnyAsync(message, cancellationToken).ConfigureAwait(false);
        if (response.Status is 201 or 204)
        {
            return Response.FromValue(new TableItem(table), response);
        }

        var failure = new RequestFailedException(response);
        return failure is { Status: 409, ErrorCode: "TableAlreadyExists" } ? Response.FromValue(new TableItem(table), response) : throw failure;
    }

    /// <summary>Deletes a table; one that is not there is no failure, as in the vendor's library.</summary>
    public static async Task<Response> DeleteTableAsync(TableAccess access, Uri service, string table, CancellationToken cancellationToken)
    {
        using var message = access.CreateMessage(RequestMethod.Delete, service, $"Tables('{Key(table)}')");
        var response = await access.SendAnyAsync(message, cancellationToken).ConfigureAwait(false);
        return response.Status is 204 or 404 ? response : throw new RequestFailedException(response);
    }

    public static HttpMessage Insert(TableAccess access, Uri service, string table, ITableEntity entity)
    {
        ArgumentNullException.ThrowIfNull(entity);
        var message = access.CreateMessage(RequestMethod.Post, service, table);
        message.Request.Headers.SetValue("Content-Type", "application/json");
        message.Request.Headers.SetValue("Prefer", "return-no-content");
        message.Request.Content = EntityJson.Content(entity);
        return message;
    }

    /// <summary>An update under an ETag, or an upsert when there is none.</summary>
    public static HttpMessage Write(
        TableAccess access, Uri service, string table, ITableEntity entity, TableUpdateMode mode, ETag? ifMatch)
    {
        ArgumentNullException.ThrowIfNull(entity);
        var method = mode == TableUpdateMode.Replace ? RequestMethod.Put : RequestMethod.Patch;
        var message = access.CreateMessage(method, service, EntityPath(table, entity.PartitionKey, entity.RowKey));
        message.Request.Headers.SetValue("Content-Type", "application/json");
        message.Request.Headers.SetOptional("If-Match", ifMatch);
        message.Request.Content = EntityJson.Content(entity);
        return message;
    }

    public static HttpMessage Delete(TableAccess access, Uri service, string table, string partitionKey, string rowKey, ETag ifMatch)
    {
        var message = access.CreateMessage(RequestMethod.Delete, service, EntityPath(table, partitionKey, rowKey));
        message.Request.Headers.SetOptional("If-Match", ifMatch == default ? ETag.All : ifMatch);
        return message;
    }

    private static string Key(string key) => Uri.EscapeDataString(key.Contains('\'', StringComparison.Ordinal) ? key.Replace("'", "''", StringComparison.Ordinal) : key);
}
