using System.Collections.Concurrent;
using System.Text.Json;
using Magpie.Cli.Tests.Running;
using Microsoft.Playwright;

namespace Magpie.Cli.Tests.Page;

/// <summary>Uploads of the page that meet with faults and delays, in a real browser, on a real <c>up</c>.</summary>
public sealed class UploadPageTests(Browser browser) : IClassFixture<Browser>
{
    private const string Reservations = "**/api/uploads";
    private const string Storage = "**/incoming/**";

    [BrowserFact]
    public async Task Places_are_asked_for_a_few_at_a_time_while_the_transfers_go_on()
    {
        var (page, complaints) = await OpenAsync();
        var asked = new ConcurrentQueue<int>();
        var puts = 0;
        var goesOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        page.Request += (_, request) =>
        {
            if (request is { Method: "POST", PostData: { } body } && request.Url.EndsWith("/api/uploads", StringComparison.Ordinal))
            {
                asked.Enqueue(JsonDocument.Parse(body).RootElement.GetProperty("files").GetArrayLength());
            }
        };
        await page.RouteAsync(Storage, async route =>
        {
            Interlocked.Increment(ref puts);
            await goesOn.Task;
            await route.FulfillAsync(new() { Status = 201 });
        });

        await page.SetInputFilesAsync("#files", Enumerable.Range(0, 60).Select(number => new FilePayload { Name = $"many-{number}.png", MimeType = "image/png", Buffer = [1] }));
        await page.WaitForConditionAsync(() => puts == 3);
        asked.ShouldBe([24]);

        goesOn.SetResult();

        await Assertions.Expect(page.Locator("#assets > li[data-state=arrived]")).ToHaveCountAsync(60);
        asked.Sum().ShouldBe(60);
        asked.ShouldAllBe(files => files <= 24);
        complaints.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task A_link_that_storage_refuses_is_renewed_and_only_what_it_refused_goes_up_again()
    {
        using var folder = new TemporaryFolder();
        var (page, complaints) = await OpenAsync();
        var puts = new ConcurrentQueue<string>();
        var renewals = CountOf(page, "/renew");
        await page.RouteAsync(Storage, async route =>
        {
            var block = BlockOf(route);
            var isFirst = !puts.Contains(block);
            puts.Enqueue(block);
            await (block == "1" && isFirst ? route.FulfillAsync(new() { Status = 403 }) : route.ContinueAsync());
        });

        await page.SetInputFilesAsync("#files", Pictures.Large(folder, "renewed.bmp"));

        await Assertions.Expect(page.Card("renewed.bmp")).ToHaveAttributeAsync("data-state", "ready");
        puts.Order().ShouldBe(["", "0", "1", "1", "2"]);
        renewals.Count.ShouldBe(1);
        complaints.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task A_connection_on_which_nothing_goes_forward_is_given_up_and_the_link_that_ran_out_meanwhile_renewed()
    {
        var (page, complaints) = await OpenAsync();
        await page.Clock.InstallAsync();
        var renewals = CountOf(page, "/renew");
        var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await page.RouteAsync(Storage, route => held.TrySetResult() ? Task.CompletedTask : route.ContinueAsync());

        await page.SetInputFilesAsync("#files", Png("stalled.png"));
        await held.Task.WaitAsync(TimeSpan.FromSeconds(60));
        await page.Clock.FastForwardAsync("15:00");

        await Assertions.Expect(page.Card("stalled.png")).ToHaveAttributeAsync("data-state", "ready");
        renewals.Count.ShouldBe(1);
        complaints.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task A_renewal_that_says_that_the_file_is_there_ends_the_upload()
    {
        var (page, complaints) = await OpenAsync();
        var puts = CountOf(page, "/incoming/");
        await page.RouteAsync(Storage, async route =>
        {
            await route.FetchAsync();
            await route.FulfillAsync(new() { Status = 403 });
        });
        await page.RouteAsync("**/renew", route => route.FulfillAsync(new()
        {
            Status = 409,
            ContentType = "application/problem+json",
            Body = """{"code":"not-reserved","detail":"The upload is received; only one that is reserved has a URL."}""",
        }));

        await page.SetInputFilesAsync("#files", Png("there.png"));

        await Assertions.Expect(page.Card("there.png")).ToHaveAttributeAsync("data-state", "ready");
        puts.Count.ShouldBe(1);
        complaints.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task A_refused_block_ends_the_others_and_another_try_goes_on_where_the_first_ended()
    {
        using var folder = new TemporaryFolder();
        var (page, complaints) = await OpenAsync();
        var puts = new ConcurrentQueue<string>();
        var given = CountOf(page, "/incoming/", failed: true);
        await page.RouteAsync(Storage, async route =>
        {
            // The last goes up, the first never ends, and the one between them is refused when both are on their way.
            var block = BlockOf(route);
            puts.Enqueue(block);
            if (block == "2")
            {
                await route.ContinueAsync();
            }
            else if (block == "1")
            {
                await page.WaitForResponseAsync(response => response.Url.Contains("comp=block", StringComparison.Ordinal) && response.Status == 201);
                await page.WaitForConditionAsync(() => puts.Contains("0"));
                await route.FulfillAsync(new() { Status = 400 });
            }
        });

        await page.SetInputFilesAsync("#files", Pictures.Large(folder, "refused.bmp"));
        var card = page.Card("refused.bmp");
        await Assertions.Expect(card).ToHaveAttributeAsync("data-state", "failed");
        await Assertions.Expect(card.Locator(".status")).ToHaveTextAsync("Failed: Storage answered 400.");
        await Assertions.Expect(card.Locator("progress")).ToBeHiddenAsync();
        await page.WaitForConditionAsync(() => given.Count == 1);
        await Assertions.Expect(card).ToHaveAttributeAsync("data-state", "failed");

        await page.UnrouteAsync(Storage);
        var again = new ConcurrentQueue<string>();
        await page.RouteAsync(Storage, route =>
        {
            again.Enqueue(BlockOf(route));
            return route.ContinueAsync();
        });
        await card.GetByRole(AriaRole.Button, new() { Name = "Try again: refused.bmp" }).ClickAsync();

        await Assertions.Expect(card).ToHaveAttributeAsync("data-state", "ready");
        await Assertions.Expect(card).ToBeFocusedAsync();
        again.Order().ShouldBe(["", "0", "1"]);
        complaints.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task An_outage_while_a_place_is_asked_for_passes_and_nothing_is_reserved_twice()
    {
        var (page, complaints) = await OpenAsync();
        var keys = new ConcurrentQueue<string>();
        await page.RouteAsync(Reservations, async route =>
        {
            keys.Enqueue(route.Request.Headers["idempotency-key"]);
            switch (keys.Count)
            {
                case 1:
                    // It was done; the answer is lost.
                    await route.FetchAsync();
                    await route.AbortAsync();
                    break;
                case 2:
                    await route.FulfillAsync(new() { Status = 503, Headers = [new("Retry-After", "1")] });
                    break;
                default:
                    await route.ContinueAsync();
                    break;
            }
        });

        await page.SetInputFilesAsync("#files", Png("outage.png"));

        await Assertions.Expect(page.Card("outage.png")).ToHaveAttributeAsync("data-state", "ready");
        keys.Count.ShouldBe(3);
        keys.Distinct().Count().ShouldBe(1);
        await page.ReloadAsync();
        await Assertions.Expect(page.Card("outage.png")).ToHaveCountAsync(1);
        complaints.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task An_outage_that_lasts_is_not_the_files_fault_and_the_file_can_be_tried_again()
    {
        var (page, complaints) = await OpenAsync();
        await page.Clock.InstallAsync();
        await page.RouteAsync(Reservations, route => route.AbortAsync());
        await page.SetInputFilesAsync("#files", Png("later.png"));
        var card = page.Card("later.png");
        await Assertions.Expect(card.Locator(".status")).ToHaveTextAsync("Waiting: Magpie does not answer. Is it still running? Trying again.");

        await page.WaitForConditionAsync(async () =>
        {
            await page.Clock.FastForwardAsync(10_000);
            return await card.GetAttributeAsync("data-state") == "failed";
        });
        await Assertions.Expect(card.Locator(".status")).ToHaveTextAsync("Failed: Magpie does not answer. Is it still running?");
        await page.UnrouteAsync(Reservations);
        await card.GetByRole(AriaRole.Button, new() { Name = "Try again: later.png" }).ClickAsync();

        await Assertions.Expect(card).ToHaveAttributeAsync("data-state", "ready");
        complaints.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task A_key_that_is_taken_no_more_leads_to_the_form_and_nothing_stays_on_the_page()
    {
        var (page, complaints) = await OpenAsync();
        await page.RouteAsync(Reservations, route => route.FulfillAsync(new()
        {
            Status = 401,
            ContentType = "application/problem+json",
            Body = """{"code":"unauthorized","detail":"Send a key that is one."}""",
        }));

        await page.SetInputFilesAsync("#files", Png("revoked.png"));

        await Assertions.Expect(page.Locator("#sign-in-error")).ToHaveTextAsync("The key or the secret is wrong.");
        await Assertions.Expect(page.Locator("#assets > li")).ToHaveCountAsync(0);
        complaints.ShouldBeEmpty();
    }

    private async Task<(IPage Page, ConcurrentQueue<string> Complaints)> OpenAsync()
    {
        var opened = await browser.OpenAsync(browser.Link);
        await Assertions.Expect(opened.Page.Locator("#workspace")).ToBeVisibleAsync();
        return opened;
    }

    /// <summary>Requests to addresses with this in them, but for the questions of browsers whether they may be sent.</summary>
    private static ConcurrentQueue<string> CountOf(IPage page, string part, bool failed = false)
    {
        var seen = new ConcurrentQueue<string>();
        EventHandler<IRequest> count = (_, request) =>
        {
            if (request.Method != "OPTIONS" && request.Url.Contains(part, StringComparison.Ordinal))
            {
                seen.Enqueue(request.Url);
            }
        };
        if (failed)
        {
            page.RequestFailed += count;
        }
        else
        {
            page.Request += count;
        }

        return seen;
    }

    /// <summary>The number of the block that a PUT carries; empty for the list of them, and for a whole file.</summary>
    private static string BlockOf(IRoute route)
    {
        var id = System.Web.HttpUtility.ParseQueryString(new Uri(route.Request.Url).Query)["blockid"];
        return id is null ? "" : $"{int.Parse(System.Text.Encoding.ASCII.GetString(Convert.FromBase64String(id))["block-".Length..], System.Globalization.CultureInfo.InvariantCulture)}";
    }

    private static FilePayload Png(string name) => new() { Name = name, MimeType = "image/png", Buffer = Pictures.Png };
}
