namespace Azure.Storage.Blobs.Models;

/// <summary>Error codes of the blob service, to compare with <see cref="RequestFailedException.ErrorCode"/>.</summary>
public readonly struct BlobErrorCode(string value) : IEquatable<BlobErrorCode>
{
    private readonly string _value = value ?? throw new ArgumentNullException(nameof(value));

    public static BlobErrorCode AccountIsDisabled { get; } = new("AccountIsDisabled");

    public static BlobErrorCode AuthenticationFailed { get; } = new("AuthenticationFailed");

    public static BlobErrorCode AuthorizationFailure { get; } = new("AuthorizationFailure");

    public static BlobErrorCode AuthorizationPermissionMismatch { get; } = new("AuthorizationPermissionMismatch");

    public static BlobErrorCode AuthorizationProtocolMismatch { get; } = new("AuthorizationProtocolMismatch");

    public static BlobErrorCode AuthorizationResourceTypeMismatch { get; } = new("AuthorizationResourceTypeMismatch");

    public static BlobErrorCode BlobAlreadyExists { get; } = new("BlobAlreadyExists");

    public static BlobErrorCode BlobArchived { get; } = new("BlobArchived");

    public static BlobErrorCode BlobNotFound { get; } = new("BlobNotFound");

    public static BlobErrorCode BlobOverwritten { get; } = new("BlobOverwritten");

    public static BlobErrorCode CannotVerifyCopySource { get; } = new("CannotVerifyCopySource");

    public static BlobErrorCode ConditionNotMet { get; } = new("ConditionNotMet");

    public static BlobErrorCode ContainerAlreadyExists { get; } = new("ContainerAlreadyExists");

    public static BlobErrorCode ContainerBeingDeleted { get; } = new("ContainerBeingDeleted");

    public static BlobErrorCode ContainerNotFound { get; } = new("ContainerNotFound");

    public static BlobErrorCode InternalError { get; } = new("InternalError");

    public static BlobErrorCode InvalidBlobOrBlock { get; } = new("InvalidBlobOrBlock");

    public static BlobErrorCode InvalidBlockId { get; } = new("InvalidBlockId");

    public static BlobErrorCode InvalidBlockList { get; } = new("InvalidBlockList");

    public static BlobErrorCode InvalidHeaderValue { get; } = new("InvalidHeaderValue");

    public static BlobErrorCode InvalidMd5 { get; } = new("InvalidMd5");

    public static BlobErrorCode InvalidMetadata { get; } = new("InvalidMetadata");

    public static BlobErrorCode InvalidRange { get; } = new("InvalidRange");

    public static BlobErrorCode InvalidResourceName { get; } = new("InvalidResourceName");

    public static BlobErrorCode LeaseAlreadyPresent { get; } = new("LeaseAlreadyPresent");

    public static BlobErrorCode LeaseIdMismatchWithBlobOperation { get; } = new("LeaseIdMismatchWithBlobOperation");

    public static BlobErrorCode LeaseIdMismatchWithLeaseOperation { get; } = new("LeaseIdMismatchWithLeaseOperation");

    public static BlobErrorCode LeaseIdMissing { get; } = new("LeaseIdMissing");

    public static BlobErrorCode LeaseLost { get; } = new("LeaseLost");

    public static BlobErrorCode LeaseNotPresentWithBlobOperation { get; } = new("LeaseNotPresentWithBlobOperation");

    public static BlobErrorCode LeaseNotPresentWithLeaseOperation { get; } = new("LeaseNotPresentWithLeaseOperation");

    public static BlobErrorCode Md5Mismatch { get; } = new("Md5Mismatch");

    public static BlobErrorCode MetadataTooLarge { get; } = new("MetadataTooLarge");

    public static BlobErrorCode NoAuthenticationInformation { get; } = new("NoAuthenticationInformation");

    public static BlobErrorCode OperationTimedOut { get; } = new("OperationTimedOut");

    public static BlobErrorCode OutOfRangeInput { get; } = new("OutOfRangeInput");

    public static BlobErrorCode PendingCopyOperation { get; } = new("PendingCopyOperation");

    public static BlobErrorCode RequestBodyTooLarge { get; } = new("RequestBodyTooLarge");

    public static BlobErrorCode ResourceNotFound { get; } = new("ResourceNotFound");

    public static BlobErrorCode ServerBusy { get; } = new("ServerBusy");

    public static BlobErrorCode SourceConditionNotMet { get; } = new("SourceConditionNotMet");

    public static BlobErrorCode TargetConditionNotMet { get; } = new("TargetConditionNotMet");

    public static BlobErrorCode UnauthorizedBlobOverwrite { get; } = new("UnauthorizedBlobOverwrite");

    public static implicit operator BlobErrorCode(string value) => new(value);

    public static bool operator ==(BlobErrorCode left, BlobErrorCode right) => left.Equals(right);

    public static bool operator !=(BlobErrorCode left, BlobErrorCode right) => !left.Equals(right);

    public static bool operator ==(BlobErrorCode code, string? value) => code.Equals(value);

    public static bool operator !=(BlobErrorCode code, string? value) => !code.Equals(value);

    public static bool operator ==(string? value, BlobErrorCode code) => code.Equals(value);

    public static bool operator !=(string? value, BlobErrorCode code) => !code.Equals(value);

    public bool Equals(BlobErrorCode other) => Equals(other._value);

    public bool Equals(string? value) => string.Equals(_value, value, StringComparison.OrdinalIgnoreCase);

    public override bool Equals(object? obj) => obj is BlobErrorCode other && Equals(other);

    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(_value ?? "");

    public override string ToString() => _value;
}
