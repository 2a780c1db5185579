//! The settings that every provider has whose server follows no standard.

/// Settings of a builder that keeps them in its field `settings`.
macro_rules! common_settings {
    ($name:literal) => {
        /// Sets another address than that of the preset, such as that of a fake.
        pub fn endpoint(mut self, endpoint: impl Into<String>) -> Self {
            self.settings.endpoint = endpoint.into();
            self
        }

        /// Adds a header that goes with every question, such as an API key, or the key of a sales
        /// channel. It is not shown. Headers that the provider or the HTTP client sets are refused.
        /// Default: none.
        pub fn header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
            let header = Header::checked("header", name.as_ref(), value.as_ref());
            self.settings.headers.push(header);
            self
        }

        /// Sets where something stands in the answer: a JSON pointer (RFC 6901), such as
        /// `/customer/id`. [`Field::CustomerId`] must be set, unless there is a [`map`](Self::map).
        /// Default: nowhere, and nothing else is known of the customer.
        pub fn field(mut self, field: Field, pointer: impl Into<Cow<'static, str>>) -> Self {
            self.settings.reading.places.insert(field, pointer.into());
            self
        }

        /// Sets where the answer says when the session ends, and how it is written. It is not
        /// served at or past that moment. Default: nowhere, and it lasts for as long as the issuer
        /// says that it is good.
        pub fn expires_at(
            mut self,
            pointer: impl Into<Cow<'static, str>>,
            format: TimeFormat,
        ) -> Self {
            self.settings.reading.expires_at = Some((pointer.into(), format));
            self
        }

        /// Sets where the answer says when the session began, and how it is written: by it a session
        /// that began after a [revocation](crate::revoke) is told from one that it ends. A session
        /// that begins more than 30 seconds ahead is refused. Default: nowhere.
        pub fn issued_at(
            mut self,
            pointer: impl Into<Cow<'static, str>>,
            format: TimeFormat,
        ) -> Self {
            self.settings.reading.issued_at = Some((pointer.into(), format));
            self
        }

        /// Sets where an answer of status 200 says whether the session is good: `true`, or `false`,
        /// which is a denial. Anything else is a malformed answer. Default: nowhere, and 200 says so.
        pub fn active(mut self, pointer: impl Into<Cow<'static, str>>) -> Self {
            self.settings.reading.active = Some(pointer.into());
            self
        }

        /// Adds a value that an answer must have at a place, such as `true` at
        /// `/customer/has_account`. With another value there the token is refused. With none, or
        /// `null`, it is refused where [`active`](Self::active) is set, and else the answer is
        /// malformed: it may be about no session. [`Value::Null`](serde_json::Value::Null) must be `null`, or not there. Of two
        /// for one place the later counts. Default: none.
        pub fn must_be(
            mut self,
            pointer: impl Into<Cow<'static, str>>,
            value: impl Into<Value>,
        ) -> Self {
            self.settings.reading.expected.insert(pointer.into(), value.into());
            self
        }

        /// Adds what an answer means by its status, or by a word in it. The first rule that applies
        /// counts, before anything else is made of the answer. Default: none.
        pub fn rule(mut self, rule: AnswerRule) -> Self {
            self.settings.reading.rules.push(rule);
            self
        }

        /// Keeps the JSON at this place, or all of it (`""`), for
        /// [`Customer::details`](crate::Customer::details). It takes room for every customer who is
        /// remembered. Default: none.
        pub fn details(mut self, pointer: impl Into<Cow<'static, str>>) -> Self {
            self.settings.reading.details = Some(pointer.into());
            self
        }

        /// Reads answers by a rule of your own, in place of the fields for customer, member, roles
        /// and scopes.
        ///
        /// It is called once the answer was found good, and must not block. When the session begins
        /// and ends, and by which ids it can be [ended](crate::revoke), it cannot change. An error
        /// refuses the token, which is remembered as a denial is; its text is logged, so that it
        /// must hold no token, key or personal data. The customer is shared by all sessions of the
        /// same id: what differs between them is no part of it.
        pub fn map<F>(mut self, map: F) -> Self
        where
            F: Fn(&Claims) -> Result<Mapped, Box<dyn Error + Send + Sync>> + Send + Sync + 'static,
        {
            self.settings.reading.closure = Some(Arc::new(map));
            self
        }

        /// Adds a prefix by which the issuer's tokens are told from those of other providers.
        /// Default: none, and the issuer is asked about every token that no other provider claims.
        pub fn prefix(mut self, prefix: impl Into<Cow<'static, str>>) -> Self {
            self.settings.basics.prefixes.push(prefix.into());
            self
        }

        #[doc = concat!(
            "Sets the name for events and [`Customer::provider`](crate::Customer::provider). Default: `",
            $name,
            "`, or that of the preset."
        )]
        pub fn name(mut self, name: impl Into<Cow<'static, str>>) -> Self {
            self.settings.basics.name = name.into();
            self
        }

        /// Brings your own HTTP client, which follows no redirect. Default: `ReqwestTransport` of
        /// the feature `upstream`, with 2 s to connect and 5 s for an exchange; without that
        /// feature, a client is required.
        pub fn transport(mut self, transport: impl HttpTransport) -> Self {
            self.settings.basics.set_transport(transport);
            self
        }
    };
}

pub(in crate::provider) use common_settings;
