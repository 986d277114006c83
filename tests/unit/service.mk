# Unit tests of service.
