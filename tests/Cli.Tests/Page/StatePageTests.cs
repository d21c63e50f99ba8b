using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Playwright;

namespace Magpie.Cli.Tests.Page;

/// <summary>What the page says of files under way, and what it does when it is left meanwhile, in a real browser, on a real <c>up</c>.</summary>
public sealed class StatePageTests(Browser browser) : IClassFixture<Browser>
{
    private const string Storage = "**/incoming/**";

    [BrowserFact]
    public async Task A_file_that_is_there_says_so_and_is_followed_after_a_reload_too()
    {
        var (page, complaints) = await OpenAsync();
        var places = new ConcurrentQueue<IRequest>();
        await page.RouteAsync(Storage, route =>
        {
            places.Enqueue(route.Request);
            return route.FulfillAsync(new() { Status = 201 });
        });

        await ChooseAsync(page, "slow.png");
        var status = page.Card("slow.png").Locator(".status");
        await Assertions.Expect(status).ToHaveTextAsync("Arrived, waiting to be tagged");
        var looks = new ConcurrentQueue<string>();
        page.Request += (_, request) => looks.Enqueue(request.Url);
        await page.WaitForRequestAsync("**/api/assets/status?ids=*");
        await Assertions.Expect(status).ToHaveTextAsync("Arrived, waiting to be tagged");
        looks.ShouldNotContain(address => address.Contains("wait=", StringComparison.Ordinal));

        await page.ReloadAsync();
        await Assertions.Expect(status).ToHaveTextAsync("Waiting for the file");
        await page.UnrouteAsync(Storage);
        places.TryPeek(out var put).ShouldBeTrue();
        var sent = await page.EvaluateAsync<int>(
            """
            async ([url, type, cache, png]) => (await fetch(url, {
              method: 'PUT', headers: { 'x-ms-blob-type': 'BlockBlob', 'Content-Type': type, 'x-ms-blob-cache-control': cache },
              body: Uint8Array.from(atob(png), (c) => c.charCodeAt(0)),
            })).status
            """,
            new[] { put!.Url, put.Headers["content-type"], put.Headers["x-ms-blob-cache-control"], Convert.ToBase64String(Pictures.Png) });

        sent.ShouldBe(201);
        await Assertions.Expect(page.Card("slow.png")).ToHaveAttributeAsync("data-state", "ready");
        complaints.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task What_failed_on_the_server_is_tried_again_from_its_card()
    {
        var (page, complaints) = await OpenAsync();
        await page.RouteAsync("**/api/assets/status?ids=*", route => route.FulfillAsync(new()
        {
            ContentType = "application/json",
            Body = JsonSerializer.Serialize(new
            {
                assets = System.Web.HttpUtility.ParseQueryString(new Uri(route.Request.Url).Query)["ids"]!.Split(',').Select(id => new { id, state = "failed" }),
                missing = Array.Empty<string>(),
            }),
        }));
        await page.RouteAsync(address => new Uri(address).AbsolutePath.Split('/') is [_, "api", "assets", { Length: 32 }], async route =>
        {
            var asset = JsonSerializer.Deserialize<Dictionary<string, object?>>(await (await route.FetchAsync()).TextAsync())!;
            asset["state"] = "failed";
            asset["error"] = new { code = "outage", message = "The delivery service was away." };
            await route.FulfillAsync(new() { ContentType = "application/json", Body = JsonSerializer.Serialize(asset) });
        });
        await ChooseAsync(page, "given-up.png");
        var card = page.Card("given-up.png");
        await Assertions.Expect(card.Locator(".status")).ToHaveTextAsync("Failed: The delivery service was away.");

        await page.UnrouteAllAsync();
        await page.RouteAsync("**/retry", route => route.FulfillAsync(new() { Status = 202 }));
        var retried = page.WaitForRequestAsync("**/api/assets/*/retry");
        await card.GetByRole(AriaRole.Button, new() { Name = "Try again: given-up.png" }).ClickAsync();

        (await retried).Method.ShouldBe("POST");
        await Assertions.Expect(card).ToHaveAttributeAsync("data-state", "ready");
        complaints.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task Leaving_or_forgetting_the_key_asks_while_files_are_on_the_way()
    {
        var (page, complaints) = await OpenAsync();
        var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await page.RouteAsync(Storage, route =>
        {
            held.TrySetResult();
            return Task.CompletedTask;
        });
        await ChooseAsync(page, "held.png");
        await held.Task.WaitAsync(TimeSpan.FromSeconds(60));
        var questions = new ConcurrentQueue<string>();
        var answers = new ConcurrentQueue<bool>([false, false, true]);
        page.Dialog += async (_, dialog) =>
        {
            questions.Enqueue($"{dialog.Type} {dialog.Message}".Trim());
            await (answers.TryDequeue(out var isYes) && isYes ? dialog.AcceptAsync() : dialog.DismissAsync());
        };

        // A browser asks only where a person has done something.
        await page.Locator("#drop-title").ClickAsync();
        await page.EvaluateAsync("() => void setTimeout(() => location.reload())");
        await page.WaitForConditionAsync(() => questions.Count == 1);
        await page.ClickAsync("#sign-out");
        await Assertions.Expect(page.Card("held.png")).ToHaveAttributeAsync("data-state", "uploading");

        var given = page.WaitForConditionAsync(() => questions.Count == 3);
        var aborted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        page.RequestFailed += (_, _) => aborted.TrySetResult();
        await page.ClickAsync("#sign-out");

        await given;
        await aborted.Task.WaitAsync(TimeSpan.FromSeconds(60));
        await Assertions.Expect(page.Locator("#sign-in")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("#assets > li")).ToHaveCountAsync(0);
        const string Question = "confirm One file is still on the way and will not arrive. Forget the key?";
        questions.ShouldBe(["beforeunload", Question, Question]);
        complaints.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task What_the_API_can_do_opens_beside_the_page()
    {
        var (page, _) = await OpenAsync();

        var other = await page.RunAndWaitForPopupAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "API" }).ClickAsync());

        new Uri(other.Url).AbsolutePath.ShouldBe("/docs");
        await Assertions.Expect(page.Locator("#workspace")).ToBeVisibleAsync();
    }

    private async Task<(IPage Page, ConcurrentQueue<string> Complaints)> OpenAsync()
    {
        var opened = await browser.OpenAsync(browser.Link);
        await Assertions.Expect(opened.Page.Locator("#workspace")).ToBeVisibleAsync();
        return opened;
    }

    private static Task ChooseAsync(IPage page, string name) =>
        page.SetInputFilesAsync("#files", new FilePayload { Name = name, MimeType = "image/png", Buffer = Pictures.Png });
}
