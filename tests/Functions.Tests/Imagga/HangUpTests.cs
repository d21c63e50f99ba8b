using Magpie.Accounts;
using Magpie.Functions.Http;
using Magpie.Functions.Imagga;
using Magpie.Functions.Imagga.Endpoints;
using Magpie.Functions.Tests.Ingest;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Magpie.Functions.Tests.Imagga;

/// <summary>What a client that hangs up is counted for.</summary>
public sealed class HangUpTests(ImaggaFixture fixture) : IClassFixture<ImaggaFixture>, IDisposable
{
    private readonly CancellationTokenSource _hungUp = new();

    public void Dispose() => _hungUp.Dispose();

    [Fact]
    public async Task Who_hangs_up_once_the_answer_is_there_is_counted_for_it()
    {
        var rig = new JobRig(fixture, async (_, _) =>
        {
            await _hungUp.CancelAsync();
            return ImaggaAnswer.Ok(new UploadResult("kept"), ImaggaJson.Default.UploadResult, isProcessed: true);
        });
        await AskAsync(rig);
        (await rig.CountsAsync()).ShouldBe((1, 1));
    }

    [Fact]
    public async Task Who_hangs_up_while_what_was_seen_is_kept_is_counted_for_what_was_seen()
    {
        var looking = fixture.App.Services.GetRequiredService<Looking>();
        var rig = new JobRig(fixture, async (call, token) =>
        {
            var answer = await looking.WithinAsync(
                call, 100, (_, _) => Task.FromResult(ImaggaAnswer.Ok(new UploadResult("seen"), ImaggaJson.Default.UploadResult, isProcessed: true)), token);
            answer.IsError.ShouldBeFalse(answer.Text);
            await _hungUp.CancelAsync();
            token.ThrowIfCancellationRequested();
            return answer;
        });
        var upload = await fixture.App.Services.GetRequiredService<UploadStore>().AddAsync(rig.Account, Photos.Sideways, default);
        await AskAsync(rig, $"?image_upload_id={upload}");
        (await rig.CountsAsync()).ShouldBe((1, 1));
    }

    [Fact]
    public async Task Who_hangs_up_before_anything_was_seen_has_sent_a_request_and_no_image()
    {
        var rig = new JobRig(fixture, async (_, token) =>
        {
            await _hungUp.CancelAsync();
            token.ThrowIfCancellationRequested();
            return ImaggaAnswer.Done();
        });
        await AskAsync(rig);
        (await rig.CountsAsync()).ShouldBe((1, 0));
    }

    private async Task AskAsync(JobRig rig, string query = "")
    {
        var http = new DefaultHttpContext { RequestAborted = _hungUp.Token };
        http.SetCaller(new Caller("key", rig.Account, CredentialKind.Secret));
        (http.Request.Method, http.Request.Path, http.Request.QueryString) = (HttpMethods.Get, $"/v2{JobRig.Probe}", new(query));
        try
        {
            await rig.Dispatcher().AnswerAsync(http.Request, default);
        }
        catch (OperationCanceledException)
        {
            // Nobody is there to be told.
        }
    }
}
