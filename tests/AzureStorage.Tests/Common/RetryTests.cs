using Azure;
using Azure.Core;
using Azure.Data.Tables;
using Azure.Storage;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Magpie.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace Magpie.AzureStorage.Tests.Common;

public sealed class RetryTests
{
    private static readonly StorageSharedKeyCredential Credential = new("account", Convert.ToBase64String(new byte[64]));

    [Theory]
    [InlineData(503, "ServerBusy")]
    [InlineData(500, "InternalError")]
    [InlineData(429, "TooManyRequests")]
    [InlineData(408, "OperationTimedOut")]
    public async Task A_busy_service_is_asked_again_with_a_signature_of_each_own(int status, string code)
    {
        await using var server = await FaultyServer.StartAsync((count, context) =>
        {
            context.Response.StatusCode = count < 3 ? status : 201;
            context.Response.Headers["x-ms-error-code"] = code;
            return Task.CompletedTask;
        });
        var blob = new BlobClient(new Uri(server.Address, "account/c/b"), Credential, Options<BlobClientOptions>(retries: 3));

        await blob.UploadAsync(new MemoryStream(new byte[1000]));

        server.Requests.Count.ShouldBe(3);
        server.Requests.ShouldAllBe(request => request.StartsWith("SharedKey account:", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(400, "InvalidHeaderValue")]
    [InlineData(403, "AuthenticationFailed")]
    [InlineData(404, "BlobNotFound")]
    [InlineData(409, "BlobAlreadyExists")]
    [InlineData(412, "ConditionNotMet")]
    public async Task A_request_that_can_never_succeed_is_sent_once(int status, string code)
    {
        await using var server = await FaultyServer.StartAsync((_, context) =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers["x-ms-error-code"] = code;
            return Task.CompletedTask;
        });
        var blob = new BlobClient(new Uri(server.Address, "account/c/b"), Credential, Options<BlobClientOptions>(retries: 3));

        var failure = await Should.ThrowAsync<RequestFailedException>(() => blob.DownloadContentAsync());

        (failure.Status, failure.ErrorCode).ShouldBe((status, code));
        server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    [Trait(Editions.Only, Editions.Embedded)]
    public async Task A_SAS_is_in_the_query_once_however_often_a_request_is_sent()
    {
        await using var server = await FaultyServer.StartAsync((count, context) =>
        {
            context.Response.StatusCode = count < 3 ? 503 : 200;
            return Task.CompletedTask;
        });
        var table = new TableClient(new Uri(server.Address, "account/t"), new AzureSasCredential("sv=1&sig=abc"), Options<TableClientOptions>(retries: 3));

        await table.GetEntityIfExistsAsync<TableEntity>("p", "r").ContinueWith(static _ => { }, TaskScheduler.Default);

        server.Requests.ShouldBe(Enumerable.Repeat("  ?sv=1&sig=abc", 3));
    }

    [Fact]
    public async Task Storage_that_is_down_fails_after_as_many_tries_as_asked_for_in_all_three_services()
    {
        var address = new Uri($"http://127.0.0.1:{Azurite.FreePort()}/account");
        var blobs = new BlobServiceClient(address, Credential, Options<BlobClientOptions>(retries: 2));
        var queues = new QueueServiceClient(address, Credential, Options<QueueClientOptions>(retries: 2));
        var tables = new TableServiceClient(new Uri(address, "account?sv=1&sig=abc"), Options<TableClientOptions>(retries: 2));

        foreach (var attempt in (Func<Task>[])
            [
                () => blobs.GetBlobContainerClient("c").GetBlobClient("b").DownloadContentAsync(),
                () => blobs.GetBlobContainerClient("c").GetBlobClient("b").ExistsAsync(),
                () => queues.GetQueueClient("q").SendMessageAsync("m"),
                () => tables.GetTableClient("t").GetEntityIfExistsAsync<TableEntity>("p", "r"),
            ])
        {
            var failure = await Should.ThrowAsync<AggregateException>(attempt);
            failure.InnerExceptions.Count.ShouldBe(3);
            failure.InnerExceptions.ShouldAllBe(inner => inner is RequestFailedException && ((RequestFailedException)inner).Status == 0);
        }
    }

    [Fact]
    public async Task Storage_that_says_nothing_is_given_up_after_the_network_timeout()
    {
        var release = new TaskCompletionSource();
        await using var server = await FaultyServer.StartAsync((_, _) => release.Task);
        var options = Options<TableClientOptions>(retries: 1);
        options.Retry.NetworkTimeout = TimeSpan.FromMilliseconds(100);
        var table = new TableServiceClient(new Uri(server.Address, "account?sv=1&sig=abc"), options).GetTableClient("t");

        var failure = await Should.ThrowAsync<AggregateException>(() => table.GetEntityAsync<TableEntity>("p", "r"));

        release.SetResult();
        failure.InnerExceptions.Count.ShouldBe(2);
        server.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_download_that_stalls_in_the_middle_is_resumed_after_the_network_timeout()
    {
        var release = new TaskCompletionSource();
        await using var server = await FaultyServer.StartAsync(async (count, context) =>
        {
            var rest = count > 1;
            context.Response.StatusCode = rest ? 206 : 200;
            context.Response.ContentLength = rest ? 5 : 10;
            context.Response.Headers.ETag = "\"1\"";
            await context.Response.WriteAsync("01234");
            if (!rest)
            {
                await context.Response.Body.FlushAsync();
                await release.Task;
            }
        });
        var options = Options<BlobClientOptions>(retries: 0);
        options.Retry.NetworkTimeout = TimeSpan.FromMilliseconds(200);
        var blob = new BlobClient(new Uri(server.Address, "account/c/b"), Credential, options);

        var content = (await blob.DownloadContentAsync()).Value.Content.ToString();

        release.SetResult();
        content.ShouldBe("0123401234");
        server.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_download_that_does_not_say_how_long_it_is_still_arrives_whole()
    {
        await using var server = await FaultyServer.StartAsync(async (_, context) =>
        {
            await context.Response.WriteAsync("01234");
            await context.Response.Body.FlushAsync();
            await context.Response.WriteAsync("56789");
        });
        var blob = new BlobClient(new Uri(server.Address, "account/c/b"), Credential, Options<BlobClientOptions>(retries: 0));

        (await blob.DownloadContentAsync()).Value.Content.ToString().ShouldBe("0123456789");
    }

    [Fact]
    [Trait(Editions.Only, Editions.Embedded)]
    public async Task An_answer_that_is_no_answer_of_the_service_fails_with_its_status()
    {
        await using var server = await FaultyServer.StartAsync(async (_, context) =>
        {
            context.Response.StatusCode = 418;
            context.Response.ContentType = "application/xml";
            await context.Response.WriteAsync("<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><Error><Code>&e;</Code>");
        });
        var blob = new BlobClient(new Uri(server.Address, "account/c/b"), Credential, Options<BlobClientOptions>(retries: 0));

        foreach (var attempt in (Func<Task>[])[() => blob.DownloadContentAsync(), () => blob.UploadAsync(BinaryData.FromString("x"))])
        {
            var failure = await Should.ThrowAsync<RequestFailedException>(attempt);
            (failure.Status, failure.ErrorCode).ShouldBe((418, null));
        }
    }

    [Fact]
    public async Task A_cancelled_call_ends_at_once_and_is_not_tried_again()
    {
        var release = new TaskCompletionSource();
        using var cancel = new CancellationTokenSource();
        await using var server = await FaultyServer.StartAsync(async (_, _) =>
        {
            await cancel.CancelAsync();
            await release.Task;
        });
        var table = new TableServiceClient(new Uri(server.Address, "account?sv=1&sig=abc"), Options<TableClientOptions>(retries: 5)).GetTableClient("t");

        await Should.ThrowAsync<OperationCanceledException>(() => table.GetEntityAsync<TableEntity>("p", "r", cancellationToken: cancel.Token));

        release.SetResult();
        server.Requests.Count.ShouldBe(1);
    }

    private static T Options<T>(int retries)
        where T : ClientOptions
    {
        var options = (T)Activator.CreateInstance(typeof(T), System.Reflection.BindingFlags.OptionalParamBinding | System.Reflection.BindingFlags.CreateInstance
            | System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.Instance, binder: null, [Type.Missing], culture: null)!;
        options.Retry.MaxRetries = retries;
        options.Retry.Delay = TimeSpan.FromMilliseconds(1);
        options.Retry.MaxDelay = TimeSpan.FromMilliseconds(5);
        return options;
    }
}
