using System.Text;
using Magpie.Accounts;
using Magpie.Tests.Support;

namespace Magpie.Core.Tests.Accounts;

public sealed class AccountServiceTests
{
    private readonly ManualTime _time = new();
    private readonly InMemoryCredentials _store = new();
    private readonly AccountService _accounts;

    public AccountServiceTests() => _accounts = new(_store, _time);

    [Fact]
    public async Task A_secret_has_256_bits_and_is_not_stored()
    {
        var made = await _accounts.AddAsync("gallery", CredentialKind.Secret, "laptop", default);
        made.Secret!.Length.ShouldBe("ms_".Length + 43);
        var stored = (await _store.FindAsync(made.Credential.Key, default))!;
        Encoding.UTF8.GetString(stored.Hash.Span).ShouldNotContain(made.Secret);
        stored.ToString().ShouldNotContain(made.Secret);
        made.ToString().ShouldNotContain(made.Secret);
        SecretHash.Matches(stored.Salt.Span, stored.Hash.Span, made.Secret).ShouldBeTrue();
    }

    [Fact]
    public async Task Two_credentials_share_neither_key_nor_secret_nor_salt()
    {
        var one = await _accounts.AddAsync("gallery", CredentialKind.Secret, "laptop", default);
        var other = await _accounts.AddAsync("gallery", CredentialKind.Secret, "laptop", default);
        other.Credential.Key.ShouldNotBe(one.Credential.Key);
        other.Secret.ShouldNotBe(one.Secret);
        other.Credential.Salt.ToArray().ShouldNotBe(one.Credential.Salt.ToArray());
    }

    [Theory]
    [InlineData("")]
    [InlineData("Gallery")]
    [InlineData("a/b")]
    [InlineData("-a")]
    [InlineData("a-")]
    [InlineData("0123")]
    [InlineData("a..b")]
    [InlineData("abcdefghijabcdefghijabcdefghijabcdefghijk")]
    public async Task An_account_whose_name_could_be_a_path_or_a_table_key_of_another_is_refused(string account) =>
        await Should.ThrowAsync<ArgumentException>(() => _accounts.AddAsync(account, CredentialKind.Secret, "laptop", default));

    [Fact]
    public async Task A_chosen_secret_of_15_characters_is_refused() =>
        await Should.ThrowAsync<ArgumentException>(() => _accounts.EnsureAsync("demo", "demo", "demo", new string('s', 15), default));

    [Fact]
    public async Task Ensuring_writes_once_follows_a_new_secret_and_respects_a_revocation()
    {
        await _accounts.EnsureAsync("demo", "demo", "demo", new string('s', 16), default);
        var first = await _store.FindAsync("demo", default);
        await _accounts.EnsureAsync("demo", "demo", "demo", new string('s', 16), default);
        (await _store.FindAsync("demo", default)).ShouldBe(first);

        await _accounts.EnsureAsync("demo", "demo", "demo", new string('t', 16), default);
        var second = (await _store.FindAsync("demo", default))!;
        SecretHash.Matches(second.Salt.Span, second.Hash.Span, new string('t', 16)).ShouldBeTrue();

        await _accounts.RevokeAsync("demo", default);
        await _accounts.EnsureAsync("demo", "demo", "demo", new string('u', 16), default);
        (await _store.FindAsync("demo", default))!.RevokedAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task Revoking_a_key_nobody_has_says_so() => (await _accounts.RevokeAsync("mk_none", default)).ShouldBeFalse();
}
