using System.Net;
using System.Net.Http.Headers;
using Magpie.Accounts;
using Magpie.Functions.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Magpie.Functions.Tests.Accounts;

[Collection(AppCollection.Name)]
public sealed class AccessTests(AppFixture fixture)
{
    [Theory]
    [InlineData("GET", "/api/assets")]
    [InlineData("GET", "/api/tags")]
    [InlineData("GET", "/api/assets/status?ids=00000000000000000000000000000000")]
    [InlineData("GET", "/api/assets/00000000000000000000000000000000")]
    [InlineData("PATCH", "/api/assets/00000000000000000000000000000000")]
    [InlineData("DELETE", "/api/assets/00000000000000000000000000000000")]
    [InlineData("POST", "/api/uploads")]
    [InlineData("POST", "/api/uploads/00000000000000000000000000000000/renew")]
    public async Task Nobody_gets_in_without_a_key_or_with_a_wrong_one(string method, string path)
    {
        var headers = new AuthenticationHeaderValue?[]
        {
            null,
            new("Key", "mp_unknown"),
            new("Key", fixture.Caller.Key),
            new("Bearer", "x"),
            RunningApp.Basic(fixture.Caller.Key, "ms_wrong"),
            RunningApp.Basic("mk_unknown", "ms_wrong"),
        };
        foreach (var header in headers)
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path) { Headers = { Authorization = header } };
            using var response = await fixture.App.Anonymous.SendAsync(request);
            await response.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "unauthorized");
            response.Headers.WwwAuthenticate.ShouldNotBeEmpty();
        }
    }

    [Fact]
    public async Task A_publishable_key_reads_back_what_it_uploaded_and_nothing_else()
    {
        var (page, _) = await fixture.App.SignInAsync(AppFixture.Account, CredentialKind.Publishable);
        var mine = (await page.ReserveAsync())[0].Id();
        var theirs = (await fixture.Client.ReserveAsync())[0].Id();

        (await page.GetAsync($"/api/assets/{mine}")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await (await page.GetAsync($"/api/assets/{theirs}")).ShouldBeProblemAsync(HttpStatusCode.NotFound, "asset-not-found");
        await (await page.PostAsync($"/api/uploads/{theirs}/renew", null)).ShouldBeProblemAsync(HttpStatusCode.NotFound, "asset-not-found");

        var list = await (await page.GetAsync("/api/assets")).ReadJsonAsync();
        list.GetProperty("assets").EnumerateArray().Select(asset => asset.Id()).ShouldBe([mine]);
        var statuses = await (await page.GetAsync($"/api/assets/status?ids={mine},{theirs}")).ReadJsonAsync();
        statuses.GetProperty("assets").EnumerateArray().Select(asset => asset.Id()).ShouldBe([mine]);
        statuses.GetProperty("missing").EnumerateArray().Select(id => id.GetString()).ShouldBe([theirs]);

        // The account's own key sees both.
        (await fixture.Client.GetAsync($"/api/assets/{mine}")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("PATCH", "/api/assets/{0}")]
    [InlineData("DELETE", "/api/assets/{0}")]
    [InlineData("GET", "/api/tags")]
    public async Task A_publishable_key_changes_nothing(string method, string path)
    {
        var (page, _) = await fixture.App.SignInAsync(AppFixture.Account, CredentialKind.Publishable);
        var mine = (await page.ReserveAsync())[0].Id();
        using var request = new HttpRequestMessage(new HttpMethod(method), string.Format(path, mine)) { Content = Hosting.Http.Json("{}") };
        using var response = await page.SendAsync(request);
        await response.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "forbidden");
    }

    [Fact]
    public async Task Another_account_sees_nothing_of_ours()
    {
        var (stranger, _) = await fixture.App.SignInAsync("stranger");
        var ours = await fixture.ReadyAsync("nest");
        await (await stranger.GetAsync($"/api/assets/{ours}")).ShouldBeProblemAsync(HttpStatusCode.NotFound, "asset-not-found");
        (await stranger.DeleteAsync($"/api/assets/{ours}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await fixture.Client.GetAsync($"/api/assets/{ours}")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await (await stranger.GetAsync("/api/assets")).ReadJsonAsync()).GetProperty("assets").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Credentials_survive_storage_as_they_were()
    {
        var accounts = fixture.App.Services.GetRequiredService<AccountService>();
        var made = await accounts.AddAsync("listed", CredentialKind.Secret, "laptop ü", default);
        await accounts.RevokeAsync(made.Credential.Key, default);
        var listed = new List<Credential>();
        await foreach (var credential in accounts.ListAsync("listed", default))
        {
            listed.Add(credential);
        }

        var stored = listed.ShouldHaveSingleItem();
        stored.Name.ShouldBe("laptop ü");
        stored.RevokedAt.ShouldNotBeNull();
        SecretHash.Matches(stored.Salt.Span, stored.Hash.Span, made.Secret!).ShouldBeTrue();
    }
}
