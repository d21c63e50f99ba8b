namespace Azure.Storage.Queues.Models;

/// <summary>Error codes of the queue service, to compare with <see cref="RequestFailedException.ErrorCode"/>.</summary>
public readonly struct QueueErrorCode(string value) : IEquatable<QueueErrorCode>
{
    private readonly string _value = value ?? throw new ArgumentNullException(nameof(value));

    public static QueueErrorCode AccountIsDisabled { get; } = new("AccountIsDisabled");

    public static QueueErrorCode AuthenticationFailed { get; } = new("AuthenticationFailed");

    public static QueueErrorCode AuthorizationFailure { get; } = new("AuthorizationFailure");

    public static QueueErrorCode AuthorizationPermissionMismatch { get; } = new("AuthorizationPermissionMismatch");

    public static QueueErrorCode ConditionNotMet { get; } = new("ConditionNotMet");

    public static QueueErrorCode InternalError { get; } = new("InternalError");

    public static QueueErrorCode InvalidMetadata { get; } = new("InvalidMetadata");

    public static QueueErrorCode InvalidResourceName { get; } = new("InvalidResourceName");

    public static QueueErrorCode InvalidXmlDocument { get; } = new("InvalidXmlDocument");

    public static QueueErrorCode MessageNotFound { get; } = new("MessageNotFound");

    public static QueueErrorCode MessageTooLarge { get; } = new("MessageTooLarge");

    public static QueueErrorCode OperationTimedOut { get; } = new("OperationTimedOut");

    public static QueueErrorCode OutOfRangeInput { get; } = new("OutOfRangeInput");

    public static QueueErrorCode PopReceiptMismatch { get; } = new("PopReceiptMismatch");

    public static QueueErrorCode QueueAlreadyExists { get; } = new("QueueAlreadyExists");

    public static QueueErrorCode QueueBeingDeleted { get; } = new("QueueBeingDeleted");

    public static QueueErrorCode QueueDisabled { get; } = new("QueueDisabled");

    public static QueueErrorCode QueueNotEmpty { get; } = new("QueueNotEmpty");

    public static QueueErrorCode QueueNotFound { get; } = new("QueueNotFound");

    public static QueueErrorCode RequestBodyTooLarge { get; } = new("RequestBodyTooLarge");

    public static QueueErrorCode ResourceNotFound { get; } = new("ResourceNotFound");

    public static QueueErrorCode ServerBusy { get; } = new("ServerBusy");

    public static implicit operator QueueErrorCode(string value) => new(value);

    public static bool operator ==(QueueErrorCode left, QueueErrorCode right) => left.Equals(right);

    public static bool operator !=(QueueErrorCode left, QueueErrorCode right) => !left.Equals(right);

    public static bool operator ==(QueueErrorCode code, string? value) => code.Equals(value);

    public static bool operator !=(QueueErrorCode code, string? value) => !code.Equals(value);

    public static bool operator ==(string? value, QueueErrorCode code) => code.Equals(value);

    public static bool operator !=(string? value, QueueErrorCode code) => !code.Equals(value);

    public bool Equals(QueueErrorCode other) => Equals(other._value);

    public bool Equals(string? value) => string.Equals(_value, value, StringComparison.OrdinalIgnoreCase);

    public override bool Equals(object? obj) => obj is QueueErrorCode other && Equals(other);

    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(_value ?? "");

    public override string ToString() => _value;
}
