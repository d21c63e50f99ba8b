using Azure.Storage.Blobs;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace Magpie.AzureFunctions.Tests.Hosting;

public sealed class LifetimeFunctions(Journal journal)
{
    [Function("Http")]
    public async Task<IActionResult> HttpAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request, CancellationToken cancellationToken)
    {
        await journal.RunAsync("http", cancellationToken);
        return new OkResult();
    }

    [Function("Blob")]
    public Task BlobAsync([BlobTrigger("%Place%/{name}")] BlobClient blob, CancellationToken cancellationToken) =>
        journal.RunAsync($"blob {blob.Name}", cancellationToken);

    [Function("Queue")]
    public Task QueueAsync([QueueTrigger("%Place%")] string message, CancellationToken cancellationToken) =>
        journal.RunAsync($"queue {message}", cancellationToken);
}

public sealed class MisdeclaredFunctions(Journal journal)
{
    [Function("NoSuchSetting")]
    public Task NoSuchSetting([QueueTrigger("%NoSuchSetting%")] string message, CancellationToken cancellationToken) =>
        journal.RunAsync("no such setting", cancellationToken);

    [Function("NoSuchConnection")]
    public Task NoSuchConnection([QueueTrigger("queue", Connection = "NoSuchConnection")] string message, CancellationToken cancellationToken) =>
        journal.RunAsync("no such connection", cancellationToken);

    [Function("Fine")]
    public Task Fine([BlobTrigger("%Place%")] BlobClient blob, CancellationToken cancellationToken) => journal.RunAsync("fine", cancellationToken);
}
