using System.Text;
using System.Text.Json;
using Azure.Storage.Queues;
using Magpie.Functions.Imagga.Jobs;
using Magpie.Functions.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using static Magpie.Functions.Tests.Imagga.FaceCalls;

namespace Magpie.Functions.Tests.Imagga;

/// <summary>Messages of jobs that come twice, cannot be worked on, or are given up.</summary>
public sealed class JobRunnerTests(ImaggaFixture fixture) : IClassFixture<ImaggaFixture>, IAsyncLifetime
{
    private readonly string _account = "a" + Path.GetRandomFileName().Replace(".", "", StringComparison.Ordinal);
    private readonly TicketStore _tickets = fixture.App.Services.GetRequiredService<TicketStore>();
    private HttpClient _client = null!;

    public async Task InitializeAsync() => _client = await fixture.SignInAsync(_account);

    public Task DisposeAsync()
    {
        _client.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_message_that_comes_again_after_the_end_makes_the_callback_and_no_work()
    {
        var queue = Queue($"jobs-{_account}");
        await queue.CreateIfNotExistsAsync();
        var worker = new Worker();
        var runner = new JobRunner(_tickets, new JobQueue(queue), [worker], NullLogger<JobRunner>.Instance);
        var message = new JobMessage(_account, await _tickets.AddAsync(_account, "{}"u8.ToArray(), default), "http://127.0.0.1/") { Kind = worker.Kind };

        await runner.RunAsync(message, default);
        await runner.RunAsync(message, default);

        worker.Runs.ShouldBe(1);
        (await FinalAsync(_client, message.Ticket)).ToString().ShouldBe("""{"run":1}""");
        var sent = (await queue.ReceiveMessagesAsync(10)).Value;
        sent.Length.ShouldBe(2);
        sent.ShouldAllBe(each => Encoding.UTF8.GetString(each.Body).Contains("\"callbackAttempt\":1", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_message_that_was_given_up_ends_its_ticket_with_what_to_do_and_calls_back()
    {
        var called = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var pictures = fixture.Web.Answer;
        fixture.Web.Answer = (context, _) =>
        {
            called.TrySetResult(context.Request.QueryString.Value!);
            return Task.CompletedTask;
        };
        var ticket = await _tickets.AddAsync(_account, "{}"u8.ToArray(), default);
        var poison = Queue($"{JobQueue.Name}-poison");
        await poison.CreateIfNotExistsAsync();
        await poison.SendMessageAsync(Message(new(_account, ticket, new Uri(fixture.Web.Address, "/done").AbsoluteUri)));

        (await FinalAsync(_client, ticket)).GetProperty("error").GetString()!.ShouldContain("again");
        (await called.Task.WaitAsync(TimeSpan.FromSeconds(60))).ShouldBe($"?ticket={ticket}");
        fixture.Web.Answer = pictures;
    }

    [Fact]
    public async Task Work_that_this_version_does_not_know_ends_with_what_to_do()
    {
        var ticket = await _tickets.AddAsync(_account, "{}"u8.ToArray(), default);
        await Queue(JobQueue.Name).SendMessageAsync(Message(new(_account, ticket, null) { Kind = "dance" }));
        (await FinalAsync(_client, ticket)).GetProperty("error").GetString()!.ShouldContain("again");
    }

    [Fact]
    public async Task A_failure_of_ours_is_a_500_in_the_envelope_that_tells_no_insides()
    {
        var ticket = await _tickets.AddAsync(_account, "{}"u8.ToArray(), default);
        await _tickets.CompleteAsync(_account, ticket, "no json"u8.ToArray(), default);
        using var response = await _client.GetAsync($"/v2/tickets/{ticket}");
        ((int)response.StatusCode).ShouldBe(500);
        var answer = await response.ReadJsonAsync();
        answer.EnumerateObject().ShouldHaveSingleItem().Name.ShouldBe("status");
        answer.GetProperty("status").GetProperty("type").GetString().ShouldBe("error");
        answer.GetProperty("status").GetProperty("text").GetString().ShouldNotBeNullOrEmpty();
        answer.ToString().ShouldNotContain("Json", Case.Sensitive);
    }

    private QueueClient Queue(string name) => fixture.App.Services.GetRequiredService<QueueServiceClient>().GetQueueClient(name);

    private static BinaryData Message(JobMessage message) => BinaryData.FromBytes(JsonSerializer.SerializeToUtf8Bytes(message, Functions.Http.MagpieJson.Default.JobMessage));

    private sealed class Worker : IJobWorker
    {
        public int Runs { get; private set; }

        public string Kind => "test";

        public Task<ReadOnlyMemory<byte>?> WorkAsync(JobMessage message, ReadOnlyMemory<byte> request, CancellationToken cancellationToken) =>
            Task.FromResult<ReadOnlyMemory<byte>?>(Encoding.UTF8.GetBytes($$"""{"run":{{++Runs}}}"""));
    }
}
