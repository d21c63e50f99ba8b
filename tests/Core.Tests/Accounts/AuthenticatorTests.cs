using System.Text;
using Magpie.Accounts;
using Magpie.Tests.Support;

namespace Magpie.Core.Tests.Accounts;

public sealed class AuthenticatorTests
{
    private readonly ManualTime _time = new();
    private readonly InMemoryCredentials _store = new();
    private readonly AccountService _accounts;
    private readonly Authenticator _authenticator;

    public AuthenticatorTests() => (_accounts, _authenticator) = (new(_store, _time), new(_store, _time));

    [Fact]
    public async Task A_key_with_its_secret_is_its_account()
    {
        var made = await AddAsync(CredentialKind.Secret);
        (await AskAsync(Basic(made.Credential.Key, made.Secret!)))
            .ShouldBe(new Caller(made.Credential.Key, "gallery", CredentialKind.Secret));
    }

    [Fact]
    public async Task A_publishable_key_needs_no_secret_and_takes_none()
    {
        var made = await AddAsync(CredentialKind.Publishable);
        (await AskAsync($"Key {made.Credential.Key}"))!.Kind.ShouldBe(CredentialKind.Publishable);
        (await AskAsync($"key   {made.Credential.Key} ")).ShouldNotBeNull();
        (await AskAsync(Basic(made.Credential.Key, ""))).ShouldBeNull();
    }

    [Fact]
    public async Task A_secret_key_without_its_secret_is_nobody()
    {
        var made = await AddAsync(CredentialKind.Secret);
        (await AskAsync($"Key {made.Credential.Key}")).ShouldBeNull();
        (await AskAsync(Basic(made.Credential.Key, ""))).ShouldBeNull();
        (await AskAsync(Basic(made.Credential.Key, made.Secret + "x"))).ShouldBeNull();
        (await AskAsync(Basic(made.Credential.Key, made.Secret![..^1]))).ShouldBeNull();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Basic")]
    [InlineData("Basic ")]
    [InlineData("Basic !!!")]
    [InlineData("Basic a2V5")]
    [InlineData("Bearer abc")]
    [InlineData("Key ")]
    [InlineData("Key a/b")]
    [InlineData("Key '; drop table")]
    public async Task A_header_of_no_known_form_is_nobody_and_costs_no_read(string? header)
    {
        (await AskAsync(header)).ShouldBeNull();
        _store.Reads.ShouldBe(0);
    }

    [Fact]
    public async Task A_header_of_a_megabyte_is_nobody() => (await AskAsync("Key " + new string('k', 1 << 20))).ShouldBeNull();

    [Fact]
    public async Task A_hundred_requests_of_one_key_cost_one_read()
    {
        var made = await AddAsync(CredentialKind.Secret);
        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => AskAsync(Basic(made.Credential.Key, made.Secret!))));
        _store.Reads.ShouldBe(1);
    }

    [Fact]
    public async Task An_unknown_key_is_remembered_as_unknown_for_half_a_minute()
    {
        await AskAsync("Key mp_nobody");
        await AskAsync("Key mp_nobody");
        _store.Reads.ShouldBe(1);
        _time.Advance(Authenticator.CacheLifetime);
        await AskAsync("Key mp_nobody");
        _store.Reads.ShouldBe(2);
    }

    [Fact]
    public async Task A_revoked_key_stops_working_within_half_a_minute()
    {
        var made = await AddAsync(CredentialKind.Secret);
        var header = Basic(made.Credential.Key, made.Secret!);
        await AskAsync(header);
        (await _accounts.RevokeAsync(made.Credential.Key, default)).ShouldBeTrue();
        _time.Advance(Authenticator.CacheLifetime);
        (await AskAsync(header)).ShouldBeNull();
    }

    [Fact]
    public async Task A_failed_read_is_not_remembered()
    {
        var made = await AddAsync(CredentialKind.Secret);
        _store.Fails = true;
        await Should.ThrowAsync<IOException>(async () => await AskAsync(Basic(made.Credential.Key, made.Secret!)));
        _store.Fails = false;
        (await AskAsync(Basic(made.Credential.Key, made.Secret!))).ShouldNotBeNull();
    }

    [Fact]
    public async Task Twenty_thousand_made_up_keys_do_not_fill_memory_and_a_real_one_still_works()
    {
        var made = await AddAsync(CredentialKind.Secret);
        for (var n = 0; n < 20_000; n++)
        {
            await AskAsync($"Key mp_{n}");
        }

        (await AskAsync(Basic(made.Credential.Key, made.Secret!))).ShouldNotBeNull();
        _authenticator.CachedCredentials.ShouldBeLessThanOrEqualTo(10_000);
    }

    private async Task<Caller?> AskAsync(string? header) => await _authenticator.AuthenticateAsync(header, default);

    private Task<NewCredential> AddAsync(CredentialKind kind) => _accounts.AddAsync("gallery", kind, "test", default);

    private static string Basic(string key, string secret) => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{key}:{secret}"));
}
