namespace Workbook.Explorer;

/// <summary>A test that says by a bool whether it holds said no.</summary>
internal sealed class TestReturnedFalseException() : Exception("the test returned false");
