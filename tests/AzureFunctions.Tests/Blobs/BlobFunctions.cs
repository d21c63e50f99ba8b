using Azure.Storage.Blobs;
using Microsoft.Azure.Functions.Worker;

namespace Magpie.AzureFunctions.Tests.Blobs;

public sealed class IngestFunctions(Journal journal)
{
    [Function("Ingest")]
    public Task IngestAsync([BlobTrigger("%Place%/{account}/{id}")] BlobClient blob, string account, string id, CancellationToken cancellationToken) =>
        journal.RunAsync($"{blob.Name}: {account}, {id}", cancellationToken);
}

public sealed class EventGridFunctions(Journal journal)
{
    [Function("FromEventGrid")]
    public Task FromEventGrid([BlobTrigger("%Place%/{name}", Source = BlobTriggerSource.EventGrid)] BlobClient blob, CancellationToken cancellationToken) =>
        journal.RunAsync($"event grid {blob.Name}", cancellationToken);

    [Function("FromScan")]
    public Task FromScan([BlobTrigger("%Place%/{name}")] BlobClient blob, CancellationToken cancellationToken) =>
        journal.RunAsync($"scan {blob.Name}", cancellationToken);
}

public sealed class BindingFunctions(Journal journal)
{
    [Function("AsStream")]
    public async Task AsStream(
        [BlobTrigger("%Place%/in/{name}.{extension}", Connection = "Other")] Stream blob,
        string name,
        string extension,
        IDictionary<string, string> metadata,
        Uri uri,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(blob);
        await journal.RunAsync(
            $"{name}|{extension}|{await reader.ReadToEndAsync(cancellationToken)}|{metadata["colour"]}|{uri.Segments[^1]}|{context.BindingContext.BindingData["blobtrigger"]}",
            cancellationToken);
    }
}

public sealed class ContentFunctions(Journal journal)
{
    [Function("AsText")]
    public Task AsText([BlobTrigger("%Place%/{name}")] string blob, CancellationToken cancellationToken) => journal.RunAsync($"text {blob}", cancellationToken);

    [Function("AsBytes")]
    public Task AsBytes([BlobTrigger("%Place%/{name}")] byte[] blob, CancellationToken cancellationToken) => journal.RunAsync($"bytes {blob.Length}", cancellationToken);
}
