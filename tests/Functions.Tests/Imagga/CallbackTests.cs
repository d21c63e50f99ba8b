using System.Text.Json;
using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Magpie.Accounts;
using Magpie.Fetching;
using Magpie.Functions.Fetching;
using Magpie.Functions.Http;
using Magpie.Functions.Imagga.Jobs;
using Magpie.Functions.Tests.Delivery;
using Magpie.Functions.Tests.Notifications;
using Magpie.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Magpie.Functions.Tests.Imagga;

/// <summary>Callbacks that fail, by a clock that is moved: the queue holds a message back as long as it is told to.</summary>
public sealed class CallbackTests(ImaggaFixture fixture) : IClassFixture<ImaggaFixture>, IAsyncLifetime
{
    private readonly ManualTime _time = new();
    private readonly LogLines<CallbackCaller> _log = new();
    private readonly Later _queue = new();
    private Receiver _receiver = null!;

    public async Task InitializeAsync() => _receiver = await Receiver.StartAsync();

    public async Task DisposeAsync() => await _receiver.DisposeAsync();

    [Fact]
    public async Task A_receiver_that_fails_twice_is_called_a_third_time_and_not_again()
    {
        _receiver.Answer = (context, number) =>
        {
            context.Response.StatusCode = number < 3 ? 500 : 200;
            return Task.CompletedTask;
        };
        var pauses = await RunAsync();
        _receiver.Requests.Count.ShouldBe(3);
        pauses.Count.ShouldBe(2);
        pauses[0].ShouldBeInRange(TimeSpan.FromSeconds(11.25), TimeSpan.FromSeconds(18.75));
        pauses[1].ShouldBeInRange(TimeSpan.FromSeconds(22.5), TimeSpan.FromSeconds(37.5));
        _log.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_receiver_that_never_answers_well_is_called_eight_times_within_an_hour_and_given_up()
    {
        _receiver.Answer = (context, number) =>
        {
            context.Response.StatusCode = number % 2 == 0 ? 503 : 404;
            return Task.CompletedTask;
        };
        var pauses = await RunAsync();
        _receiver.Requests.Count.ShouldBe(8);
        pauses.Count.ShouldBe(7);
        pauses.Aggregate((sum, pause) => sum + pause).ShouldBeLessThan(TimeSpan.FromHours(1));
        _log.Lines.ShouldHaveSingleItem().ShouldContain("given up");
    }

    /// <summary>Calls until nothing is left to call; answers the pauses between.</summary>
    private async Task<IReadOnlyList<TimeSpan>> RunAsync()
    {
        var services = fixture.App.Services;
        var allowance = FetchAllowance.Parse(_receiver.HostAndPort);
        using var http = new GuardedHttp(allowance, services.GetRequiredService<IHostResolver>());
        var caller = new CallbackCaller(
            http, allowance, new JobQueue(_queue), services.GetRequiredService<ICredentialStore>(), _time, new Random(7), _log);
        var pauses = new List<TimeSpan>();
        var message = new JobMessage("gallery", "ticket", new Uri(_receiver.Address, "/done").AbsoluteUri, 1);
        while (true)
        {
            await caller.CallAsync(message, default);
            if (!_queue.Messages.TryDequeue(out var next))
            {
                return pauses;
            }

            (message, var pause) = next;
            pauses.Add(pause);
            _time.Advance(pause);
        }
    }

    /// <summary>Keeps what is sent, and for how long it is not to be seen.</summary>
    private sealed class Later : QueueClient
    {
        public Queue<(JobMessage Message, TimeSpan Pause)> Messages { get; } = new();

        public override Task<Response<SendReceipt>> SendMessageAsync(
            BinaryData message, TimeSpan? visibilityTimeout = null, TimeSpan? timeToLive = null, CancellationToken cancellationToken = default)
        {
            Messages.Enqueue((JsonSerializer.Deserialize(message, MagpieJson.Default.JobMessage)!, visibilityTimeout!.Value));
            return Task.FromResult<Response<SendReceipt>>(null!);
        }
    }
}
