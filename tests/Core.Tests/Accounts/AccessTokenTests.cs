using Magpie.Accounts;
using Magpie.Tests.Support;

namespace Magpie.Core.Tests.Accounts;

public sealed class AccessTokenTests
{
    private readonly ManualTime _time = new();
    private readonly InMemoryCredentials _store = new();
    private readonly AccountService _accounts;

    public AccessTokenTests() => _accounts = new(_store, _time);

    // Nothing of it is remembered from before: no credential is in its cache.
    private Authenticator Fresh => new(_store, _time);

    [Fact]
    public async Task A_key_with_its_secret_joined_by_a_dot_is_its_account()
    {
        var made = await AddAsync();
        (await Fresh.AuthenticateAsync($"Key {made.Credential.Key}.{made.Secret}", default)).ShouldBe(new Caller(made.Credential.Key, "gallery", CredentialKind.Secret));
        (await Fresh.AuthenticateAsync($"Key {made.Credential.Key}.{made.Secret}x", default)).ShouldBeNull();
        (await Fresh.AuthenticateAsync($"Key {made.Credential.Key}.", default)).ShouldBeNull();
    }

    [Fact]
    public async Task A_token_stands_for_its_key_until_it_expires()
    {
        var made = await AddAsync();
        var token = await TokenAsync(made);
        (await Fresh.AuthenticateAsync($"Bearer {token}", default)).ShouldBe(new Caller(made.Credential.Key, "gallery", CredentialKind.Secret));
        _time.Advance(Authenticator.TokenLifetime - TimeSpan.FromSeconds(2));
        (await Fresh.AuthenticateAsync($"Bearer {token}", default)).ShouldNotBeNull();
        _time.Advance(TimeSpan.FromSeconds(3));
        (await Fresh.AuthenticateAsync($"Bearer {token}", default)).ShouldBeNull();
    }

    [Fact]
    public async Task A_revoked_key_or_a_changed_secret_ends_its_tokens()
    {
        var made = await AddAsync();
        var token = await TokenAsync(made);
        await _store.PutAsync(made.Credential with { Hash = new byte[32] }, default);
        (await Fresh.AuthenticateAsync($"Bearer {token}", default)).ShouldBeNull();
        await _store.PutAsync(made.Credential, default);
        (await Fresh.AuthenticateAsync($"Bearer {token}", default)).ShouldNotBeNull();
        await _accounts.RevokeAsync(made.Credential.Key, default);
        (await Fresh.AuthenticateAsync($"Bearer {token}", default)).ShouldBeNull();
    }

    [Fact]
    public async Task A_token_with_any_character_changed_is_worth_nothing()
    {
        var token = await TokenAsync(await AddAsync());
        for (var at = AccessToken.Prefix.Length; at < token.Length; at++)
        {
            var changed = token[..at] + (token[at] == 'A' ? 'B' : 'A') + token[(at + 1)..];
            (await Fresh.AuthenticateAsync($"Bearer {changed}", default)).ShouldBeNull($"character {at}");
        }

        (await Fresh.AuthenticateAsync($"Bearer {token[..^4]}", default)).ShouldBeNull();
    }

    [Fact]
    public async Task A_publishable_key_and_a_token_get_no_token_and_neither_shows_its_secret_as_text()
    {
        var publishable = await _accounts.AddAsync("gallery", CredentialKind.Publishable, "page", default);
        (await Fresh.IssueTokenAsync($"Key {publishable.Credential.Key}", default)).ShouldBeNull();
        var made = await AddAsync();
        var token = await TokenAsync(made);
        (await Fresh.IssueTokenAsync($"Bearer {token}", default)).ShouldBeNull();
        AccessToken.Parse(token)!.ToString().ShouldBe(made.Credential.Key);
    }

    private Task<NewCredential> AddAsync() => _accounts.AddAsync("gallery", CredentialKind.Secret, "test", default);

    private async Task<string> TokenAsync(NewCredential made) =>
        (await Fresh.IssueTokenAsync($"Key {made.Credential.Key}.{made.Secret}", default))!.Token;
}
